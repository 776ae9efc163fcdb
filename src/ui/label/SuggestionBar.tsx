import { Button, Group, Kbd, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import { GestureDot } from '../parts/GestureDot';
import { timeText } from './time-ticks';

export interface SuggestionBarProps {
  readonly label: LabelStation;
  readonly labels: OpenLabels;
  readonly gesture: Gesture | undefined;
  acceptNext(): void;
}

/** How many stretches of motion have no label yet, and the one key that gives the next one. */
export function SuggestionBar({ label, labels, gesture, acceptNext }: SuggestionBarProps) {
  const { t } = useTranslation('label');
  const { suggestions } = labels;
  const next = label.nextSuggestion();
  if (next === undefined) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t('suggestions.none')}
      </Text>
    );
  }
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm" role="status">
        {t('suggestions.count', { count: suggestions.length })}{' '}
        <Text span size="sm" c="dimmed">
          {t('suggestions.at', { time: timeText(next.startMs, 100) })}
        </Text>
      </Text>
      <Group gap={6}>
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<GestureDot gesture={gesture} />}
          rightSection={<Kbd size="xs">Enter</Kbd>}
          onClick={acceptNext}
        >
          {gesture === undefined
            ? t('suggestions.acceptAny')
            : t('suggestions.accept', { gesture: gesture.name })}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<Kbd size="xs">X</Kbd>}
          onClick={() => label.dismiss(next)}
        >
          {t('suggestions.dismiss')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={gesture === undefined}
          onClick={label.acceptAll}
        >
          {t('suggestions.acceptAll')}
        </Button>
      </Group>
    </Group>
  );
}
