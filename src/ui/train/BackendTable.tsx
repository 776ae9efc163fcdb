import { Button, Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BackendId } from '#core/model/trained-model';
import type { BackendMeasure } from '#studio/train-store';

export interface BackendTableProps {
  readonly measures: readonly BackendMeasure[];
  /** The one that trains, once it is known. */
  readonly chosen: BackendId | undefined;
  /** What the next training is asked to run on. */
  readonly asked: BackendId | 'auto';
  readonly disabled: boolean;
  onAsk(backend: BackendId): void;
}

/** What one step of this network takes on each back end, and a way to overrule the choice. */
export function BackendTable({ measures, chosen, asked, disabled, onAsk }: BackendTableProps) {
  const { t } = useTranslation('train');
  const fastest = Math.min(...measures.map((one) => one.stepMs ?? Number.POSITIVE_INFINITY));
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {t('backend.measured')}
      </Text>
      <Table
        fz="xs"
        verticalSpacing={3}
        horizontalSpacing={6}
        maw={460}
        aria-label={t('backend.measured')}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('backend.name')}</Table.Th>
            <Table.Th ta="right">{t('backend.step')}</Table.Th>
            <Table.Th ta="right">{t('backend.ratio')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('backend.use')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {measures.map(({ backend, stepMs, passedOver, detail }) => (
            <Table.Tr key={backend} fw={backend === chosen ? 600 : 400}>
              <Table.Td>
                {t(`backend.${backend}`)}
                {backend === chosen && ` · ${t('backend.chosen')}`}
              </Table.Td>
              {stepMs === undefined ? (
                <Table.Td ta="right" colSpan={2} title={detail}>
                  {t(`backend.${passedOver ?? 'measuring'}`)}
                </Table.Td>
              ) : (
                <>
                  <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                    {stepMs.toFixed(1)} ms
                  </Table.Td>
                  <Table.Td ta="right">×{(stepMs / fastest).toFixed(1)}</Table.Td>
                </>
              )}
              <Table.Td ta="right" w={72}>
                {stepMs !== undefined && backend !== chosen && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    disabled={disabled || asked === backend}
                    aria-label={t('backend.useName', { name: t(`backend.${backend}`) })}
                    onClick={() => onAsk(backend)}
                  >
                    {t(asked === backend ? 'backend.inUse' : 'backend.use')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
