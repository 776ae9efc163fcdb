import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Int8Graph, Int8Layer } from '#core/compress/int8-graph';
import { profileOperators, weightArrays } from '#core/compress/operator-profile';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { NumberTable } from '../parts/NumberTable';
import { ShareBar } from '../parts/ShareBar';

/** The int8 network layer by layer: what each computes, gives and keeps. */
export function LayerTable({ graph }: { graph: Int8Graph }) {
  const { t, i18n } = useTranslation('compress');
  const number = new Intl.NumberFormat(i18n.language);
  const profiles = profileOperators(graph);
  const bytes = graph.layers.map((layer, at) => profiles[at]!.constBytes + scaleBytes(layer));
  const most = Math.max(1, ...bytes);
  return (
    <>
      <NumberTable fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('layers.kind')}</Table.Th>
            <Table.Th>{t('layers.bytes')}</Table.Th>
            <Table.Th>{t('layers.zeros')}</Table.Th>
            <Table.Th>{t('layers.shape')}</Table.Th>
            <Table.Th>{t('layers.weights')}</Table.Th>
            <Table.Th>{t('layers.output')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {graph.layers.map((layer, index) => {
            const weights = weightArrays(layer);
            const count = weights.reduce((sum, { length }) => sum + length, 0);
            return (
              <Table.Tr key={layer.name}>
                <Table.Th scope="row">{OPERATOR_OF[layer.kind]}</Table.Th>
                <Table.Td>
                  {count > 0 ? (
                    <ShareBar share={bytes[index]! / most}>
                      {number.format(bytes[index]!)} B
                    </ShareBar>
                  ) : (
                    '–'
                  )}
                </Table.Td>
                <Table.Td>
                  {count > 0 ? `${((zeros(weights) / count) * 100).toFixed(0)} %` : '–'}
                </Table.Td>
                <Table.Td>{shapeOf(layer)}</Table.Td>
                <Table.Td>{count > 0 ? number.format(count) : '–'}</Table.Td>
                <Table.Td>{graph.values[index + 1]?.shape.join(' × ')}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </NumberTable>
      <Text size="xs" c="dimmed" mt="xs">
        {t('layers.note')}
      </Text>
    </>
  );
}

function scaleBytes(layer: Int8Layer): number {
  if ('weights' in layer) return layer.weights.scales.byteLength;
  return weightArrays(layer).length * Float32Array.BYTES_PER_ELEMENT;
}

/** Of an LSTM, the four gates' matrices on the input and on the state. */
function shapeOf(layer: Int8Layer): string {
  if ('weights' in layer) return layer.weights.shape.join(' × ');
  if (layer.kind !== 'lstm') return '–';
  const { units, gates } = layer;
  return `4 × ${units} × ${gates[0].weights.data.length / units} + 4 × ${units} × ${units}`;
}

function zeros(weights: readonly Int8Array[]): number {
  const inOne = (one: Int8Array) => one.reduce((sum, weight) => sum + (weight === 0 ? 1 : 0), 0);
  return weights.reduce((sum, one) => sum + inOne(one), 0);
}
