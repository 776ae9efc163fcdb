import { useTranslation } from 'react-i18next';
import classes from './MemoryBar.module.css';

export interface MemoryPart {
  readonly label: string;
  readonly bytes: number;
}

export interface MemoryBarProps {
  readonly label: string;
  readonly totalBytes: number;
  /** Two at most. */
  readonly parts: readonly MemoryPart[];
}

/** One memory of a board and what of it is taken; the figures stand in words as well. */
export function MemoryBar({ label, totalBytes, parts }: MemoryBarProps) {
  const { t, i18n } = useTranslation('export');
  const kib = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const size = (bytes: number) => `${kib.format(bytes / 1024)} KiB`;
  const used = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const share = used / totalBytes;
  return (
    <div>
      <div className={classes.head}>
        <span>{label}</span>
        <span>
          {t(share > 1 ? 'board.tooMuch' : 'board.used', {
            used: size(used),
            total: size(totalBytes),
            percent: kib.format(share * 100),
          })}
        </span>
      </div>
      <div className={classes.bar} data-over={share > 1} aria-hidden>
        {parts.map((part, index) => (
          <div
            key={part.label}
            className={classes.part}
            data-index={index}
            style={{ width: `${(part.bytes / Math.max(used, totalBytes)) * 100}%` }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part, index) => (
          <li key={part.label}>
            <span className={`${classes.key} ${classes.part}`} data-index={index} aria-hidden />
            {part.label} {size(part.bytes)}
          </li>
        ))}
      </ul>
    </div>
  );
}
