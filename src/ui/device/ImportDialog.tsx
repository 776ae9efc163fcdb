import {
  Autocomplete,
  Button,
  Group,
  Modal,
  NumberInput,
  Progress,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import { FailureNote } from '../parts/FailureNote';
import { useOpenProject } from '../parts/use-open-project';
import classes from './Import.module.css';
import { ImportColumns } from './ImportColumns';
import { ImportFileTable } from './ImportFileTable';
import { needsRate, newLabels, recordingOf } from './import-drafts';
import { useImport } from './use-import';

export interface ImportDialogProps {
  /** The same array while the dialog is open. */
  readonly files: readonly File[];
  onClose(): void;
}

/** Files of motion on their way into the project: labels, people, rates and columns in bulk. */
export function ImportDialog({ files, onClose }: ImportDialogProps) {
  const { t } = useTranslation('import');
  const { project, sessions } = useOpenProject();
  const { drafts, state, change, store, cancel } = useImport(files, onClose);
  const [shownKey, setShownKey] = useState<number>();
  const [kinds, setKinds] = useState<ReadonlyMap<string, Gesture['kind']>>(new Map());
  const narrow = useMediaQuery('(max-width: 48em)', false);

  const people = [...new Set(sessions.map(({ subject }) => subject))].sort();
  const gestures = project.gestures.map(({ name }) => name);
  const fresh = newLabels(drafts, gestures);
  const ready = drafts.filter((draft) => recordingOf(draft) && draft.subject.trim() !== '');
  const asked = drafts.some((draft) => draft.phase === 'read' && needsRate(draft));
  const unready = drafts.filter((draft) => draft.phase === 'read' && !ready.includes(draft));
  const shown =
    drafts.find(({ key }) => key === shownKey) ?? drafts.find(({ phase }) => phase === 'read');
  const minutes = ready.reduce((sum, draft) => sum + durationMs(draft), 0) / 60_000;
  const kindOf = (label: string) => kinds.get(label.toLowerCase()) ?? 'event';
  const isStoring = state.phase === 'storing';

  return (
    <Modal
      opened
      onClose={cancel}
      title={t('title')}
      size="64rem"
      fullScreen={narrow}
      closeButtonProps={{ 'aria-label': t('cancel') }}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('lead')}
        </Text>
        {state.phase === 'reading' && (
          <Step
            text={t('reading', { done: state.done, total: files.length })}
            share={state.done / files.length}
          />
        )}
        {state.phase === 'failed' && <FailureNote failure={state.failure} kept={t('kept')} />}
        <Group align="flex-end" gap="md">
          <Autocomplete
            label={t('subjectForAll')}
            w="13rem"
            maxLength={40}
            data={people}
            defaultValue={drafts[0]?.subject ?? ''}
            onChange={(subject) => change({ do: 'subject', subject })}
          />
          {asked && (
            <NumberInput
              label={t('rateForAll')}
              description={t('rateWhy')}
              w="19rem"
              min={1}
              max={10_000}
              decimalScale={3}
              suffix=" Hz"
              onChange={(value) => change({ do: 'rate', rateHz: rateOf(value) })}
            />
          )}
        </Group>
        <ImportFileTable
          drafts={drafts}
          gestures={gestures}
          people={people}
          shownKey={shown?.key}
          onShow={setShownKey}
          onChange={change}
        />
        {fresh.length > 0 && (
          <Stack gap={6}>
            <Text size="sm" fw={600}>
              {t('newGestures')}
            </Text>
            <Group gap="lg">
              {fresh.map((label) => (
                <Group key={label} gap="xs">
                  <Text size="sm">{label}</Text>
                  <SegmentedControl
                    size="xs"
                    aria-label={t('kindOf', { name: label })}
                    value={kindOf(label)}
                    data={[
                      { value: 'event', label: t('event') },
                      { value: 'state', label: t('state') },
                    ]}
                    onChange={(kind) =>
                      setKinds(new Map(kinds).set(label.toLowerCase(), kind as Gesture['kind']))
                    }
                  />
                </Group>
              ))}
            </Group>
          </Stack>
        )}
        {shown?.phase === 'read' && <ImportColumns draft={shown} onChange={change} />}
        {isStoring && (
          <Step
            text={t('storing', { done: state.done, total: state.total })}
            share={state.done / Math.max(1, state.total)}
          />
        )}
        <Group justify="space-between" className={classes.footer}>
          <Text size="sm" c="dimmed" aria-live="polite">
            {t('summary', { count: ready.length, minutes: minutes.toFixed(1) })}
            {unready.length > 0 && ` · ${t('unready', { count: unready.length })}`}
          </Text>
          <Group gap="sm">
            <Button variant="default" onClick={cancel}>
              {t('cancel')}
            </Button>
            <Button
              disabled={ready.length === 0 || state.phase === 'reading' || unready.length > 0}
              loading={isStoring}
              onClick={() => void store(kindOf)}
            >
              {t('import', { count: ready.length })}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}

function Step({ text, share }: { text: string; share: number }) {
  return (
    <div>
      <Text size="sm" mb={4}>
        {text}
      </Text>
      <Progress value={share * 100} aria-label={text} />
    </div>
  );
}

function durationMs(draft: Parameters<typeof recordingOf>[0]): number {
  const times = recordingOf(draft)?.signal.timestampMs;
  return times && times.length > 0 ? times.at(-1)! - times[0]! : 0;
}

function rateOf(value: string | number): number | undefined {
  const rate = Number(value);
  return rate > 0 ? rate : undefined;
}
