import { Group, Progress, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TuningState } from '#core/tuner/tuning';
import type { RunningTrial, TuningPace } from '#studio/tuner-station';
import { NumberTable } from '../../parts/NumberTable';
import { TimeLeft } from '../TimeLeft';
import { rungRows } from './search-points';

export interface SearchProgressProps {
  readonly tuning: TuningState;
  readonly pace: TuningPace;
  readonly phase: 'running' | 'paused' | 'done';
  /** Under way now. */
  readonly running: readonly RunningTrial[];
}

/** How far the search is, how fast it goes, and how many are left in each round. */
export function SearchProgress({ tuning, pace, phase, running }: SearchProgressProps) {
  const { t, i18n } = useTranslation('compress');
  const rows = rungRows(tuning);
  const total = rows.reduce((sum, { members }) => sum + members, 0);
  const one = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" aria-live="polite">
          {t(`search.${phase}`, { done: tuning.results.length, total })}
        </Text>
        <Text size="sm" c="dimmed">
          {pace.trialsPerMinute > 0 &&
            t('search.pace', { count: Math.round(pace.trialsPerMinute) })}
          {phase === 'running' && pace.remainingMs !== undefined && (
            <>
              {' · '}
              <TimeLeft ms={pace.remainingMs} />
            </>
          )}
        </Text>
      </Group>
      <Progress
        value={pace.share * 100}
        {...(phase === 'paused' ? { color: 'gray' } : {})}
        aria-label={t('search.progress')}
      />
      <NumberTable fz="xs" verticalSpacing={3} horizontalSpacing={6} data-testid="rungs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rung.name')}</Table.Th>
            <Table.Th>{t('rung.epochs')}</Table.Th>
            <Table.Th>{t('rung.members')}</Table.Th>
            <Table.Th>{t('rung.done')}</Table.Th>
            <Table.Th>{t('rung.failed')}</Table.Th>
            <Table.Th>{t('rung.best')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const now = running.filter(({ rung }) => rung === row.rung).length;
            return (
              <Table.Tr key={row.rung}>
                <Table.Th scope="row">{t('rung.number', { number: row.rung + 1 })}</Table.Th>
                <Table.Td>{row.epochs}</Table.Td>
                <Table.Td>{row.members}</Table.Td>
                <Table.Td>
                  {one.format(row.done)}
                  {now > 0 && ` ${t('rung.now', { count: now })}`}
                </Table.Td>
                <Table.Td>{row.failed}</Table.Td>
                <Table.Td>{row.best === null ? '–' : `${(row.best * 100).toFixed(1)} %`}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </NumberTable>
    </Stack>
  );
}
