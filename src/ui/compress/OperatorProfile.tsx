import { Button, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CompressedModel } from '#core/compress/compressed-model';
import { profileOperators } from '#core/compress/operator-profile';
import { estimateInstructions, INSTRUCTION_ERROR } from '#core/firmware/m33/estimate-instructions';
import type { M33Build } from '#core/firmware/m33/operator-work';
import type { OperatorTimes } from '#studio/profile-store';
import { FailureNote } from '../parts/FailureNote';
import { useStudio } from '../parts/studio-context';
import { OperatorProfileTable } from './OperatorProfileTable';

const BUILDS: readonly M33Build[] = ['o2', 'dsp'];

/** Where the int8 network spends its time, here and on a microcontroller, operator by operator. */
export function OperatorProfile({ compressed }: { readonly compressed: CompressedModel }) {
  const { t, i18n } = useTranslation('compress');
  const [build, setBuild] = useState<M33Build>('o2');
  const { graph } = compressed;
  const profiles = useMemo(() => profileOperators(graph), [graph]);
  const { perOperator } = useMemo(() => estimateInstructions(graph, build), [graph, build]);
  const { times, note } = useTimes(compressed);
  const percent = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const error = INSTRUCTION_ERROR[build];
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          value={build}
          onChange={(value) => setBuild(value as M33Build)}
          data={BUILDS.map((one) => ({ value: one, label: t(`profile.build.${one}`) }))}
          aria-label={t('profile.build.label')}
        />
        {note}
      </Group>
      <OperatorProfileTable
        graph={graph}
        profiles={profiles}
        operatorMs={times?.operatorMs}
        instructions={perOperator}
      />
      {times && (
        <Text size="xs" c="dimmed">
          {t('profile.timeNote', { whole: milliseconds(times.wholeMs, i18n.language) })}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {t('profile.movedNote')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('profile.errorNote', {
          count: error.networkCount,
          median: percent.format(error.medianPercent),
          worst: percent.format(error.worstPercent),
        })}
      </Text>
    </Stack>
  );
}

/** Measures once as the model comes into view; then on demand. */
function useTimes(compressed: CompressedModel): {
  readonly times: OperatorTimes | undefined;
  readonly note: ReactNode;
} {
  const { t } = useTranslation('compress');
  const { profile } = useStudio();
  const state = useStore(profile.store);
  const mine = state.phase !== 'idle' && state.sha256 === compressed.sha256;
  useEffect(() => {
    if (!mine) void profile.measure(compressed);
  }, [mine, profile, compressed]);
  const again = (
    <Button
      variant="default"
      size="compact-sm"
      loading={mine && state.phase === 'running'}
      onClick={() => void profile.measure(compressed)}
    >
      {t('profile.again')}
    </Button>
  );
  if (!mine) return { times: undefined, note: again };
  switch (state.phase) {
    case 'running':
      return {
        times: undefined,
        note: (
          <Progress
            w={160}
            value={state.share * 100}
            aria-label={t('profile.measuring')}
            animated
          />
        ),
      };
    case 'failed':
      return { times: undefined, note: <FailureNote failure={state.failure} action={again} /> };
    case 'done':
      return { times: state.times, note: again };
  }
}

function milliseconds(ms: number, language: string): string {
  return `${new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(ms)} ms`;
}
