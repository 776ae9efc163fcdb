import { useTranslation } from 'react-i18next';

/** Milliseconds as minutes in the language's digits, a tenth below ten. */
export function useMinutes(): (ms: number) => string {
  const { i18n } = useTranslation();
  return (ms) => {
    const value = ms / 60_000;
    const digits = value < 10 ? 1 : 0;
    return new Intl.NumberFormat(i18n.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  };
}
