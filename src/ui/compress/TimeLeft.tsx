import { useTranslation } from 'react-i18next';

/** "about 40 s left", by minutes where it is longer. */
export function TimeLeft({ ms }: { ms: number }) {
  const { t } = useTranslation('compress');
  return ms > 90_000
    ? t('time.minutes', { count: Math.ceil(ms / 60_000) })
    : t('time.seconds', { count: Math.max(1, Math.ceil(ms / 1000)) });
}
