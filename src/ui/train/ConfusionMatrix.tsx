import { useTranslation } from 'react-i18next';
import classes from './ConfusionMatrix.module.css';

export interface ConfusionMatrixProps {
  /** Names in class order. */
  readonly names: readonly string[];
  /** Counts `[truth × answer]`, row-major. */
  readonly confusion: Uint32Array;
  /** Opens the windows behind a cell; absent where they are not at hand. */
  onOpen?(truth: number, answer: number): void;
}

/** From here on the cell is dark enough for white text (4.5 to 1). */
const STRONG_SHARE = 0.93;

/** Truth in rows, answers in columns; shade is the share of the row. */
export function ConfusionMatrix({ names, confusion, onOpen }: ConfusionMatrixProps) {
  const { t } = useTranslation('train');
  const size = names.length;
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix}>
        <caption>{t('matrix.caption')}</caption>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((truthName, truth) => {
            const row = confusion.subarray(truth * size, (truth + 1) * size);
            const total = row.reduce((sum, count) => sum + count, 0);
            return (
              <tr key={truthName}>
                <th scope="row">{truthName}</th>
                {names.map((answerName, answer) => {
                  const count = row[answer] as number;
                  const share = total === 0 ? 0 : count / total;
                  const label = t('matrix.cell', { count, truth: truthName, answer: answerName });
                  return (
                    <td
                      key={answerName}
                      data-right={truth === answer}
                      data-strong={share > STRONG_SHARE}
                      style={{ '--share': share }}
                    >
                      <button
                        type="button"
                        disabled={count === 0 || onOpen === undefined}
                        aria-label={label}
                        title={label}
                        onClick={() => onOpen?.(truth, answer)}
                      >
                        {count === 0 ? '·' : count}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
