import { SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Int8Graph } from '#core/compress/int8-graph';
import { profileOperators } from '#core/compress/operator-profile';
import type { ValueError } from '#core/compress/quantisation-error';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import { NumberTable } from '../parts/NumberTable';
import { ShareBar } from '../parts/ShareBar';
import classes from './OperatorTable.module.css';

export interface OperatorTableProps {
  readonly graph: Int8Graph;
  /** How far int8 is from float after each layer, where that was measured. */
  readonly errors?: readonly ValueError[] | undefined;
}

const ORDERS = ['run', 'work', 'error'] as const;
type Order = (typeof ORDERS)[number];

/** The model operator by operator: work, memory, and what quantisation cost there. */
export function OperatorTable({ graph, errors }: OperatorTableProps) {
  const { t, i18n } = useTranslation('export');
  const [order, setOrder] = useState<Order>('run');
  const number = new Intl.NumberFormat(i18n.language);
  const decibel = new Intl.NumberFormat(i18n.language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const square = new Intl.NumberFormat(i18n.language, {
    maximumSignificantDigits: 2,
    notation: 'scientific',
  });
  const profiles = profileOperators(graph);
  const mostMacs = Math.max(1, ...profiles.map(({ macs }) => macs));
  const rows = graph.layers.map((layer, index) => ({
    layer,
    place: index + 1,
    shape: graph.values[index + 1]!.shape,
    profile: profiles[index]!,
    error: errors?.find(({ layer: name }) => name === layer.name),
  }));
  const inOrder: Readonly<Record<Order, typeof rows>> = {
    run: rows,
    work: rows.toSorted((a, b) => b.profile.macs - a.profile.macs),
    error: rows.toSorted((a, b) => noiseOf(a.error) - noiseOf(b.error)),
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        value={order}
        onChange={(value) => setOrder(value as Order)}
        data={ORDERS.filter((one) => one !== 'error' || errors !== undefined).map((one) => ({
          value: one,
          label: t(`operators.order.${one}`),
        }))}
        aria-label={t('operators.sort')}
        style={{ alignSelf: 'flex-start' }}
      />
      <NumberTable fz="sm" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('operators.operator')}</Table.Th>
            <Table.Th>{t('operators.output')}</Table.Th>
            <Table.Th>{t('operators.macs')}</Table.Th>
            <Table.Th>{t('operators.constants')}</Table.Th>
            {errors && <Table.Th>{t('operators.snr')}</Table.Th>}
            {errors && <Table.Th>{t('operators.mse')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {inOrder[order].map(({ layer, place, shape, profile, error }) => (
            <Table.Tr key={place}>
              <Table.Th scope="row" className={classes.name}>
                <span className={classes.place}>{place}</span> {OPERATOR_OF[layer.kind]}{' '}
                <span className={classes.layer} title={layer.name}>
                  {layer.name}
                </span>
              </Table.Th>
              <Table.Td>{shape.join(' × ')}</Table.Td>
              <Table.Td>
                {profile.macs === 0 ? (
                  '–'
                ) : (
                  <ShareBar share={profile.macs / mostMacs}>{number.format(profile.macs)}</ShareBar>
                )}
              </Table.Td>
              <Table.Td>
                {profile.constBytes === 0 ? '–' : `${number.format(profile.constBytes)} B`}
              </Table.Td>
              {errors && (
                <Table.Td>
                  {error && error.signalToNoiseDb !== null
                    ? `${decibel.format(error.signalToNoiseDb)} dB`
                    : '–'}
                </Table.Td>
              )}
              {errors && <Table.Td>{error ? square.format(error.meanSquaredError) : '–'}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </NumberTable>
      {errors && (
        <Text size="xs" c="dimmed">
          {t('operators.errorNote')}
        </Text>
      )}
    </Stack>
  );
}

/** Worst first; layers that were not measured, or lost nothing, last. */
function noiseOf(error: ValueError | undefined): number {
  return error?.signalToNoiseDb ?? Number.POSITIVE_INFINITY;
}
