import { ActionIcon, Group, Select, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isFound } from '#core/dataset/find-recordings';
import type { Gesture } from '#core/dataset/gesture';
import type { Recording, Session } from '#core/dataset/session';
import { useSearchTexts } from '../parts/use-found-recordings';
import classes from './RecordingPicker.module.css';
import { timeText } from './time-ticks';

/** So many are listed at once, around the one that is open or of those found. */
const LISTED = 100;

export interface RecordingPickerProps {
  readonly recordings: readonly Recording[];
  readonly sessions: readonly Session[];
  readonly gestures: readonly Gesture[];
  readonly currentId: string | undefined;
  onPick(id: string): void;
  onStep(step: 1 | -1): void;
}

/** Which recording is labelled: its person, length and number of labels stand beside its name. */
export function RecordingPicker(props: RecordingPickerProps) {
  const { recordings, sessions, currentId, onPick, onStep } = props;
  const texts = useSearchTexts(props);
  const { t } = useTranslation('label');
  const subjects = new Map(sessions.map(({ id, subject }) => [id, subject]));
  const at = recordings.findIndex(({ id }) => id === currentId);
  const detail = (one: Recording) =>
    [
      subjects.get(one.sessionId) ?? '',
      timeText(one.durationMs, 1000),
      t('picker.spans', { count: one.spans.length }),
      one.state === 'cut' ? t('picker.cut') : '',
    ]
      .filter((part) => part !== '' && part !== one.name)
      .join(' · ');
  return (
    <Group gap={4} wrap="nowrap" className={classes.picker}>
      <Tooltip label={`${t('picker.previous')} · [`}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('picker.previous')}
          disabled={at <= 0}
          onClick={() => onStep(-1)}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Select
        className={classes.select}
        aria-label={t('picker.label')}
        data={recordings.map((one) => ({
          value: one.id,
          label: `${one.name} · ${detail(one)}`,
        }))}
        value={currentId ?? null}
        onChange={(id) => id !== null && onPick(id)}
        allowDeselect={false}
        searchable={recordings.length > 8}
        nothingFoundMessage={t('picker.nothing')}
        filter={({ options, search }) => {
          // As it opens, the field holds what is chosen.
          const isChosen =
            at >= 0 && options[at] && 'label' in options[at] && options[at].label === search;
          if (isChosen || search.trim() === '') {
            const first = Math.max(0, Math.min(at - LISTED / 2, options.length - LISTED));
            return options.slice(first, first + LISTED);
          }
          return options.filter((_, i) => isFound(texts[i] ?? '', search)).slice(0, LISTED);
        }}
        maxDropdownHeight={420}
        comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      />
      <Tooltip label={`${t('picker.next')} · ]`}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('picker.next')}
          disabled={at < 0 || at >= recordings.length - 1}
          onClick={() => onStep(1)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
