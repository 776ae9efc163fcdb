import { Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { GOLDEN_INPUT_COUNT } from '#core/firmware/golden-inputs';
import type { FileCheck, FileCheckState } from '#studio/export-store';
import { FailureNote } from '../parts/FailureNote';
import { Figure } from '../parts/Figure';

export interface FileCheckPanelProps {
  readonly state: FileCheckState;
  onAgain(): void;
}

/**
 * LiteRT's kernels round once where a microcontroller's round twice. In the last dense layer that is
 * a step or two of 0.25 at coarse scales; one moves a softmax output by 256 · 0.25 · ¼ = 16 steps.
 */
const LARGEST_ROUNDING = 32;

/** Share of windows whose two best answers lie so close that rounding decides. */
const MOST_OTHER_ANSWERS = 0.03;

/** Whether TensorFlow's own runtime gives the same outputs for the file as this page does. */
export function FileCheckPanel({ state, onAgain }: FileCheckPanelProps) {
  const { t } = useTranslation('export');
  const again = (
    <Button variant="default" size="compact-sm" onClick={onAgain}>
      {t('check.again')}
    </Button>
  );
  switch (state.phase) {
    case 'idle':
      return again;
    case 'running':
      return (
        <Stack gap={6} aria-live="polite">
          <Text size="sm">{t('check.running')}</Text>
          <Progress value={(state.done / state.total) * 100} aria-label={t('check.running')} />
        </Stack>
      );
    case 'failed':
      if (state.failure.code !== 'model-unsupported') {
        return <FailureNote failure={state.failure} action={again} />;
      }
      return (
        <Stack gap={6} data-testid="file-check">
          <Line good>{t('check.readBackAlone')}</Line>
          <Line good={false}>{t('check.refused', { detail: state.failure.message })}</Line>
          <Line good>{t('check.selftest', { count: GOLDEN_INPUT_COUNT })}</Line>
        </Stack>
      );
    case 'done':
      return (
        <CheckResult check={state.check} again={again}>
          <Line good>{t('check.selftest', { count: GOLDEN_INPUT_COUNT })}</Line>
        </CheckResult>
      );
  }
}

export interface CheckResultProps {
  readonly check: FileCheck;
  /** A button that runs it once more. */
  readonly again?: ReactNode;
  /** More lines of what was checked. */
  readonly children?: ReactNode;
}

/** What the comparison found, in words and figures. */
export function CheckResult({ check, again, children }: CheckResultProps) {
  const { t, i18n } = useTranslation('export');
  const number = new Intl.NumberFormat(i18n.language);
  const percent = new Intl.NumberFormat(i18n.language, {
    style: 'percent',
    maximumFractionDigits: 2,
  });
  const equal = check.differing === 0;
  const sound = check.largestDifference <= LARGEST_ROUNDING;
  const sameAnswers = check.classDiffering <= MOST_OTHER_ANSWERS * check.windowCount;
  return (
    <Stack gap="md" data-testid="file-check">
      <Stack gap={6}>
        <Line good>{t('check.readBack')}</Line>
        <Line good={sound}>
          {t(equal ? 'check.equal' : 'check.different', {
            runtime: check.runtime,
            windows: number.format(check.windowCount),
            differing: number.format(check.differing),
            outputs: number.format(check.outputCount),
            share: percent.format(check.differing / check.outputCount),
            largest: number.format(check.largestDifference),
          })}
        </Line>
        <Line good={sameAnswers}>
          {check.classDiffering === 0
            ? t('check.sameAnswers')
            : t('check.classes', {
                count: check.classDiffering,
                windows: number.format(check.windowCount),
              })}
        </Line>
        {children}
      </Stack>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure
          label={t('check.windows')}
          value={number.format(check.windowCount)}
          testId="check-windows"
        />
        <Figure label={t('check.outputs')} value={number.format(check.outputCount)} />
        <Figure
          label={t('check.differing')}
          value={number.format(check.differing)}
          testId="check-differing"
        />
        <Figure
          label={t('check.largest')}
          value={number.format(check.largestDifference)}
          testId="check-largest"
        />
      </SimpleGrid>
      {!equal && (
        <Text size="sm" c="dimmed">
          {t(sound && sameAnswers ? 'check.rounding' : 'check.fault', { runtime: check.runtime })}
        </Text>
      )}
      {again !== undefined && <Group>{again}</Group>}
    </Stack>
  );
}

/** One thing that was checked, in words, with how it came out. */
function Line({ good, children }: { readonly good: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('export');
  const Icon = good ? IconCheck : IconAlertTriangle;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Icon
        size={20}
        style={{ flexShrink: 0 }}
        color={good ? 'var(--good-text)' : 'var(--warning-text)'}
        role="img"
        aria-label={t(good ? 'check.good' : 'check.notGood')}
      />
      <Text size="sm">{children}</Text>
    </Group>
  );
}
