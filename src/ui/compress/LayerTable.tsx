import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Int8Graph, Int8Layer } from '#core/compress/int8-graph';
import classes from './ModelComparison.module.css';

/** The int8 network layer by layer: what each computes, gives and keeps. */
export function LayerTable({ graph }: { graph: Int8Graph }) {
  const { t, i18n } = useTranslation('compress');
  const number = new Intl.NumberFormat(i18n.language);
  const most = Math.max(1, ...graph.layers.map(bytesOf));
  return (
    <div className={classes.scroll}>
      <Table fz="sm" verticalSpacing={4} className={classes.table}>
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
            const weights = 'weights' in layer ? layer.weights.data : undefined;
            return (
              <Table.Tr key={layer.name}>
                <Table.Th scope="row">{operatorOf(layer)}</Table.Th>
                <Table.Td>
                  {weights ? (
                    <div className={classes.bytes}>
                      <span
                        className={classes.bar}
                        style={{ '--share': bytesOf(layer) / most }}
                        aria-hidden
                      />
                      {number.format(bytesOf(layer))} B
                    </div>
                  ) : (
                    '–'
                  )}
                </Table.Td>
                <Table.Td>{weights ? `${(zeroShare(weights) * 100).toFixed(0)} %` : '–'}</Table.Td>
                <Table.Td>{'weights' in layer ? layer.weights.shape.join(' × ') : '–'}</Table.Td>
                <Table.Td>{weights ? number.format(weights.length) : '–'}</Table.Td>
                <Table.Td>{graph.values[index + 1]?.shape.join(' × ')}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="xs">
        {t('layers.note')}
      </Text>
    </div>
  );
}

/** Bytes of a layer's weights, biases and scales. */
function bytesOf(layer: Int8Layer): number {
  if (!('weights' in layer)) return 0;
  const { data, bias, scales } = layer.weights;
  return data.byteLength + bias.byteLength + scales.byteLength;
}

function zeroShare(weights: Int8Array): number {
  return weights.reduce((zeros, weight) => zeros + (weight === 0 ? 1 : 0), 0) / weights.length;
}

/** The operator by the name that TensorFlow Lite gives it. */
function operatorOf(layer: Int8Layer): string {
  const names: Readonly<Record<Int8Layer['kind'], string>> = {
    conv2d: 'CONV_2D',
    depthwiseConv2d: 'DEPTHWISE_CONV_2D',
    dense: 'FULLY_CONNECTED',
    maxPool2d: 'MAX_POOL_2D',
    averagePool2d: 'AVERAGE_POOL_2D',
    mean: 'MEAN',
    reshape: 'RESHAPE',
    softmax: 'SOFTMAX',
  };
  return names[layer.kind];
}
