import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressState } from '#studio/compress-store';
import { useStudio } from '../parts/studio-context';
import { compressShare, remainingMs } from './compress-share';
import { TimeLeft } from './TimeLeft';

type Running = Extract<CompressState, { phase: 'running' }>;

export interface CompressProgressProps extends Pick<Running, 'progress' | 'startedAtMs'> {
  onCancel(): void;
}

/** Which step is being done, how far it is, how long the rest takes, and the way out. */
export function CompressProgress({ progress, startedAtMs, onCancel }: CompressProgressProps) {
  const { t } = useTranslation('compress');
  const { platform } = useStudio();
  // Converting and judging come after every step and say nothing of the whole.
  const [furthest, setFurthest] = useState(0);
  const share = Math.max(furthest, compressShare(progress) ?? 0);
  if (share > furthest) setFurthest(share);
  const leftMs = remainingMs(share, platform.nowMs() - startedAtMs);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500} aria-live="polite">
          {progress.step === 'pass'
            ? t('progress.pass', {
                number: progress.at + 1,
                count: progress.count,
                name: t(`step.${progress.kind}.name`),
              })
            : t(`progress.${progress.step}`)}
        </Text>
        <Button size="compact-sm" variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
      <Progress value={share * 100} aria-label={t('progress.label')} />
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {progress.step === 'pass' &&
            progress.epochs > 0 &&
            t('progress.epoch', { epoch: progress.epoch, epochs: progress.epochs })}
        </Text>
        <Text size="xs" c="dimmed">
          {leftMs !== undefined && <TimeLeft ms={leftMs} />}
        </Text>
      </Group>
    </Stack>
  );
}
