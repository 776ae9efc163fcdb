import { Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CompressedModel, ModelCost } from '#core/compress/compressed-model';
import type { TrainedModel } from '#core/model/trained-model';
import { NumberTable } from '../parts/NumberTable';
import { type FileSizes, useFileSizes, useFloatFileSizes } from './use-file-sizes';

export interface ModelComparisonProps {
  readonly compressed: CompressedModel;
  /** The model that it was made from; absent when that is gone. */
  readonly trained: TrainedModel | undefined;
  /** Names in class order. */
  readonly classNames: readonly string[];
}

interface Row {
  readonly key: string;
  readonly float: string;
  readonly int8: string;
  /** What int8 is of float: a ratio for costs, a difference in points for results. */
  readonly change: string;
  readonly note?: string;
  /** Where the key has no title of its own. */
  readonly title?: string;
}

/** With its sign, a minus as wide as the plus. */
function difference(points: number): string {
  const size = Math.abs(points).toFixed(1);
  if (size === '0.0') return size;
  return `${points > 0 ? '+' : '−'}${size}`;
}

/** The float model beside the int8 model: what each costs and how each did on held-out windows. */
export function ModelComparison(props: ModelComparisonProps) {
  const { compressed, trained, classNames } = props;
  const floatJudgement = trained?.judgement;
  const { t, i18n } = useTranslation('compress');
  const floatFile = useFloatFileSizes(trained);
  const int8File = useFileSizes(compressed.tflite);
  const number = new Intl.NumberFormat(i18n.language);
  const cost = (key: keyof ModelCost, unit: string): Row => ({
    key,
    float: `${number.format(compressed.floatCost[key])}${unit}`,
    int8: `${number.format(compressed.cost[key])}${unit}`,
    change: `×${(compressed.cost[key] / compressed.floatCost[key]).toFixed(2)}`,
  });
  const score = (
    key: string,
    float: number | null | undefined,
    int8: number | null | undefined,
  ) => {
    const text = (share: number | null | undefined) =>
      share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
    const known = typeof float === 'number' && typeof int8 === 'number';
    const points = known ? (int8 - float) * 100 : 0;
    return {
      key,
      float: text(float),
      int8: text(int8),
      change: known ? difference(points) : '–',
    };
  };
  const fileSize = (key: keyof FileSizes): Row => ({
    key,
    float: floatFile ? `${number.format(floatFile[key])} B` : '–',
    int8: int8File ? `${number.format(int8File[key])} B` : '–',
    change: floatFile && int8File ? `×${(int8File[key] / floatFile[key]).toFixed(2)}` : '–',
  });
  const int8Judgement = compressed.judgement;
  const rows: readonly Row[] = [
    fileSize('sizeBytes'),
    { ...fileSize('gzipBytes'), note: t('compare.packed') },
    cost('macs', ''),
    cost('parameterCount', ''),
    { ...cost('arenaBytes', ' B'), note: t('compare.estimate') },
    score('macroF1', floatJudgement?.macroF1, int8Judgement?.macroF1),
    score('accuracy', floatJudgement?.accuracy, int8Judgement?.accuracy),
    score('rejectionRate', floatJudgement?.rejectionRate, int8Judgement?.rejectionRate),
    ...classNames.map((name, index) => ({
      ...score(
        `f1-${index}`,
        floatJudgement?.classScores[index]?.f1,
        int8Judgement?.classScores[index]?.f1,
      ),
      title: t('compare.classF1', { name }),
    })),
  ];
  return (
    <>
      <NumberTable verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <VisuallyHidden>{t('compare.what')}</VisuallyHidden>
            </Table.Th>
            <Table.Th>{t('compare.float')}</Table.Th>
            <Table.Th>{t('compare.int8')}</Table.Th>
            <Table.Th>{t('compare.change')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.key} data-testid={`compare-${row.key}`}>
              <Table.Th scope="row">
                {row.title ?? t(`compare.${row.key}`)}
                {row.note && (
                  <Text size="xs" c="dimmed">
                    {row.note}
                  </Text>
                )}
              </Table.Th>
              <Table.Td>{row.float}</Table.Td>
              <Table.Td>{row.int8}</Table.Td>
              <Table.Td c="dimmed">{row.change}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </NumberTable>
      <Text size="xs" c="dimmed" mt="xs">
        {t('compare.changeNote')}
      </Text>
      {compressed.agreement !== null && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('compare.agreement', { percent: (compressed.agreement * 100).toFixed(1) })}
        </Text>
      )}
    </>
  );
}
