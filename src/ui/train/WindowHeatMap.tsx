import { useTranslation } from 'react-i18next';
import classes from './WindowHeatMap.module.css';

export interface WindowHeatMapProps {
  readonly classNames: readonly string[];
  readonly groupNames: readonly string[];
  /** Windows `[class × group]`, row-major. */
  readonly counts: Uint32Array;
  /** Groups that training never sees. */
  readonly heldOut: ReadonlySet<string>;
}

/** How many windows each gesture has from each subject; held-out subjects are marked. */
export function WindowHeatMap({ classNames, groupNames, counts, heldOut }: WindowHeatMapProps) {
  const { t } = useTranslation('train');
  const most = Math.max(1, ...counts);
  return (
    <div className={classes.scroll}>
      <table className={classes.map}>
        <thead>
          <tr>
            <td />
            {groupNames.map((group) => (
              <th key={group} scope="col" data-held-out={heldOut.has(group)}>
                {group}
                {heldOut.has(group) && <small>{t('windows.heldOut')}</small>}
              </th>
            ))}
            <th scope="col">{t('windows.total')}</th>
          </tr>
        </thead>
        <tbody>
          {classNames.map((name, classIndex) => {
            const row = counts.subarray(
              classIndex * groupNames.length,
              (classIndex + 1) * groupNames.length,
            );
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {groupNames.map((group, index) => {
                  const count = row[index] as number;
                  return (
                    <td key={group} style={{ '--share': Math.sqrt(count / most) }}>
                      {count}
                    </td>
                  );
                })}
                <td data-total>{row.reduce((sum, count) => sum + count, 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
