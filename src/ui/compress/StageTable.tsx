import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StageReport } from '#core/compress/compressed-model';
import { NumberTable } from '../parts/NumberTable';
import classes from './StageTable.module.css';
import { fileVerdict, noteworthyPoints, percentChange, signed } from './stage-changes';

export interface StageTableProps {
  readonly stages: readonly StageReport[];
  /** The float model before anything was done to it, as its row of the table. */
  readonly float: {
    readonly sizeBytes: number;
    /** Absent until it is known. */
    readonly gzipBytes: number | undefined;
    readonly macs: number;
    readonly macroF1: number | null;
  };
}

interface Column {
  readonly key: 'file' | 'gzip' | 'macs' | 'arena';
  of(stage: StageReport): number;
}

const COLUMNS: readonly Column[] = [
  { key: 'file', of: ({ cost }) => cost.sizeBytes },
  { key: 'gzip', of: ({ gzipBytes }) => gzipBytes },
  { key: 'macs', of: ({ cost }) => cost.macs },
  { key: 'arena', of: ({ cost }) => cost.arenaBytes },
];

/** What each step left of the file and of the result, each row against the one before. */
export function StageTable({ stages, float }: StageTableProps) {
  const { t, i18n } = useTranslation('compress');
  const number = new Intl.NumberFormat(i18n.language);
  const score = (share: number | null) =>
    share === null ? '–' : `${(share * 100).toFixed(1)}\u00a0%`;
  return (
    <>
      <NumberTable fz="xs" verticalSpacing={5} horizontalSpacing={8} data-testid="stages">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stages.after')}</Table.Th>
            {COLUMNS.map(({ key }) => (
              <Table.Th key={key}>{t(`stages.${key}`)}</Table.Th>
            ))}
            <Table.Th>{t('stages.zeros')}</Table.Th>
            <Table.Th>{t('stages.macroF1')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr c="dimmed">
            <Table.Th scope="row">
              <span className={classes.name}>
                <span className={classes.diamond} aria-hidden>
                  ◇
                </span>
                {t('stages.float')}
              </span>
            </Table.Th>
            <Table.Td>{number.format(float.sizeBytes)} B</Table.Td>
            <Table.Td>
              {float.gzipBytes === undefined ? '–' : `${number.format(float.gzipBytes)} B`}
            </Table.Td>
            <Table.Td>{number.format(float.macs)}</Table.Td>
            <Table.Td>–</Table.Td>
            <Table.Td>–</Table.Td>
            <Table.Td>{score(float.macroF1)}</Table.Td>
          </Table.Tr>
          {stages.map((stage, at) => {
            const before = stages[at - 1];
            const points = before && pointsBetween(stage, before);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step may be there twice
              <Table.Tr key={at} data-testid={`stage-${stage.step}`}>
                <Table.Th scope="row" className={classes.step}>
                  <span className={classes.name}>
                    <span
                      className={classes.ordinal}
                      data-last={at === stages.length - 1 || undefined}
                    >
                      {at}
                    </span>
                    {at === 0 ? t('stages.start') : t(`step.${stage.step}.name`)}
                  </span>
                  <Text size="xs" c="dimmed" className={classes.verdict}>
                    <Verdict stage={stage} before={before} />
                  </Text>
                </Table.Th>
                {COLUMNS.map(({ key, of }) => (
                  <Table.Td key={key}>
                    {number.format(of(stage))}
                    {key === 'macs' ? '' : ' B'}
                    {before && (
                      <Change>{`${signed(percentChange(of(stage), of(before)), 0)}\u00a0%`}</Change>
                    )}
                  </Table.Td>
                ))}
                <Table.Td>{(stage.zeroShare * 100).toFixed(0)} %</Table.Td>
                <Table.Td>
                  {score(stage.macroF1)}
                  {points !== undefined && <Change warn={points <= -1}>{signed(points, 1)}</Change>}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </NumberTable>
      <Text size="xs" c="dimmed" mt="xs">
        {t('chart.what')} {t('stages.note')}
      </Text>
    </>
  );
}

/** One plain sentence or two on what the step did. */
function Verdict({ stage, before }: { stage: StageReport; before: StageReport | undefined }) {
  const { t } = useTranslation('compress');
  const file = fileVerdict(stage, before);
  const points = noteworthyPoints(stage, before);
  const sentences = [t(`verdict.${file.kind}`, 'percent' in file ? { percent: file.percent } : {})];
  if (stage.notSmaller) sentences.push(t('verdict.notSmaller'));
  if (points !== undefined) {
    const size = Math.abs(points).toFixed(1);
    sentences.push(t(points < 0 ? 'verdict.lost' : 'verdict.won', { points: size }));
  }
  return sentences.join(' ');
}

function Change({ children, warn = false }: { children: string; warn?: boolean }) {
  return (
    <span className={classes.change} data-warn={warn || undefined}>
      {children}
    </span>
  );
}

function pointsBetween(now: StageReport, before: StageReport): number | undefined {
  if (now.macroF1 === null || before.macroF1 === null) return undefined;
  return (now.macroF1 - before.macroF1) * 100;
}
