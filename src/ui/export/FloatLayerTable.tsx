import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelGraph } from '#core/model/graph';
import { inferShapes } from '#core/model/shapes';
import { NumberTable } from '../parts/NumberTable';
import classes from './OperatorTable.module.css';

/** A float network layer by layer: what each gives and keeps. */
export function FloatLayerTable({ graph }: { graph: ModelGraph }) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const shapes = inferShapes(graph);
  /** By place: names in a file made elsewhere may be equal. */
  const rows = graph.layers.map((layer, index) => ({ layer, place: index + 1 }));
  return (
    <Stack gap="sm">
      <NumberTable fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('operators.operator')}</Table.Th>
            <Table.Th>{t('operators.output')}</Table.Th>
            <Table.Th>{t('operators.weights')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ layer, place }) => (
            <Table.Tr key={place}>
              <Table.Th scope="row" className={classes.name}>
                <span className={classes.place}>{place}</span> {layer.kind}{' '}
                <span className={classes.layer} title={layer.name}>
                  {layer.name}
                </span>
              </Table.Th>
              <Table.Td>{shapes[place]!.join(' × ')}</Table.Td>
              <Table.Td>{'weights' in layer ? number.format(layer.weights.length) : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </NumberTable>
      <Text size="sm" c="dimmed">
        {t('opened.floatNote')}
      </Text>
    </Stack>
  );
}
