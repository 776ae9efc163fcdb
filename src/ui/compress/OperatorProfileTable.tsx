import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Int8Graph } from '#core/compress/int8-graph';
import type { OperatorProfile } from '#core/compress/operator-profile';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { NumberTable } from '../parts/NumberTable';
import { ShareBar } from '../parts/ShareBar';

export interface OperatorProfileTableProps {
  readonly graph: Int8Graph;
  /** One a layer, as the two below. */
  readonly profiles: readonly OperatorProfile[];
  /** Time in this browser; absent until it is measured. */
  readonly operatorMs: readonly number[] | undefined;
  readonly instructions: ArrayLike<number>;
}

/** Of a bar's usual length: eight columns want the room. */
const BAR = 0.5;

/** One row an operator, in the order in which they run, and their sums. */
export function OperatorProfileTable(props: OperatorProfileTableProps) {
  const { graph, profiles, operatorMs, instructions } = props;
  const { t, i18n } = useTranslation('compress');
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  const micro = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(i18n.language, {
    style: 'percent',
    maximumFractionDigits: 0,
  });
  const totalMs = operatorMs && sum(operatorMs);
  const allInstructions = sum(instructions);
  const count = (value: number) => (value === 0 ? '–' : number.format(value));
  const shareIn = (values: ArrayLike<number>) => {
    const total = sum(values);
    const most = Math.max(...Array.from(values));
    return (value: number) => {
      if (value === 0) return '–';
      const share = value / total;
      const text = share < 0.005 ? `<${percent.format(0.01)}` : percent.format(share);
      return <ShareBar share={(BAR * value) / most}>{text}</ShareBar>;
    };
  };
  const shareOfTime = shareIn(operatorMs ?? [0]);
  const shareOfInstructions = shareIn(instructions);
  return (
    <NumberTable fz="sm" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('profile.operator')}</Table.Th>
          <Table.Th>{t('profile.output')}</Table.Th>
          <Table.Th>{t('profile.time')}</Table.Th>
          <Table.Th>{t('profile.share')}</Table.Th>
          <Table.Th>{t('profile.macs')}</Table.Th>
          <Table.Th>{t('profile.moved')}</Table.Th>
          <Table.Th>{t('profile.instructions')}</Table.Th>
          <Table.Th>{t('profile.share')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {graph.layers.map((layer, index) => {
          const { macs, movedBytes } = profiles[index]!;
          const ms = operatorMs?.[index];
          return (
            <Table.Tr key={layer.name}>
              <Table.Th scope="row" title={layer.name}>
                {OPERATOR_OF[layer.kind]}
              </Table.Th>
              <Table.Td>{graph.values[index + 1]!.shape.join(' × ')}</Table.Td>
              <Table.Td>{ms === undefined ? '…' : `${micro.format(ms * 1000)} µs`}</Table.Td>
              <Table.Td>{ms === undefined ? '…' : shareOfTime(ms)}</Table.Td>
              <Table.Td>{count(macs)}</Table.Td>
              <Table.Td>{count(movedBytes)} B</Table.Td>
              <Table.Td>{count(instructions[index]!)}</Table.Td>
              <Table.Td>{shareOfInstructions(instructions[index]!)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th scope="row">{t('profile.total')}</Table.Th>
          <Table.Td />
          <Table.Td>{totalMs === undefined ? '…' : `${micro.format(totalMs * 1000)} µs`}</Table.Td>
          <Table.Td />
          <Table.Td>{count(sum(profiles.map(({ macs }) => macs)))}</Table.Td>
          <Table.Td>{count(sum(profiles.map(({ movedBytes }) => movedBytes)))} B</Table.Td>
          <Table.Td data-testid="profile-instructions">{count(allInstructions)}</Table.Td>
          <Table.Td />
        </Table.Tr>
      </Table.Tfoot>
    </NumberTable>
  );
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
