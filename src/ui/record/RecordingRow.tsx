import { ActionIcon, Badge, Button, Group, Table } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTag, IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Recording } from '#core/dataset/session';
import { failureOf } from '#studio/failure-of';
import { Hint } from '../parts/Hint';
import { NameField } from '../parts/NameField';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import { durationText } from './duration-text';

/** Id of the text that says what a cut recording is. */
export const CUT_NOTE = 'cut-note';

export interface RecordingRowProps {
  readonly recording: Recording;
  readonly readOnly: boolean;
  /** Other devices recorded beside it. */
  readonly hasOthers: boolean;
  readonly number: Intl.NumberFormat;
  readonly rate: Intl.NumberFormat;
}

/** One recording in the list; drawn anew only where it changed, since there may be a thousand. */
export const RecordingRow = memo(function RecordingRow(props: RecordingRowProps) {
  const { recording, readOnly, hasOthers, number, rate } = props;
  const { t } = useTranslation(['record', 'errors']);
  const { project, label, record } = useStudio();
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const { id, name, state } = recording;
  const live = state === 'recording';

  const open = () => {
    label.open(id);
    navigate('/label');
  };
  const combine = () => {
    record.combine(id).catch((error: unknown) => {
      const { code } = failureOf(error);
      notifications.show({
        color: 'red',
        title: t(`errors:codes.${code}.title`),
        message: t(`errors:codes.${code}.advice`),
      });
    });
  };
  const remove = async () => {
    const undo = await project.removeRecording(id);
    offerUndo(t('list.removed', { name }), undo);
  };

  return (
    <Table.Tr data-testid="recording" data-state={state}>
      <Table.Th scope="row">
        <Group gap="xs" wrap="nowrap">
          <NameField
            label={t('list.rename', { name })}
            name={name}
            disabled={live || readOnly}
            onRename={(next) => void project.saveRecording({ ...recording, name: next })}
          />
          {live && (
            <Badge color="red" variant="light">
              {t('list.recording')}
            </Badge>
          )}
          {state === 'cut' && (
            <Hint label={t(`list.cutBy.${recording.cutBy ?? 'page-closed'}`)}>
              <Badge color="orange" variant="light" tabIndex={0} aria-describedby={CUT_NOTE}>
                {t('list.cut')}
              </Badge>
            </Hint>
          )}
          {recording.continues !== undefined && (
            <Hint label={t('list.partWhat')}>
              <Badge color="gray" variant="light" tabIndex={0}>
                {t('list.part')}
              </Badge>
            </Hint>
          )}
        </Group>
      </Table.Th>
      <Table.Td>{live ? '–' : durationText(recording.durationMs)}</Table.Td>
      <Table.Td>{live ? '–' : `${rate.format(recording.rateHz)} Hz`}</Table.Td>
      <Table.Td data-minor>{live ? '–' : number.format(recording.frameCount)}</Table.Td>
      <Table.Td data-minor>{live ? '–' : <Lost recording={recording} number={number} />}</Table.Td>
      <Table.Td data-testid="label-count">{number.format(recording.spans.length)}</Table.Td>
      <Table.Td>
        {!live && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            {hasOthers && !readOnly && (
              <Hint label={t('list.combineWhat')}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('list.combine', { name })}
                  onClick={combine}
                >
                  {t('list.combineShort')}
                </Button>
              </Hint>
            )}
            {state === 'cut' && !readOnly && (
              <Hint label={t('list.goOnWhat')}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t('list.goOn', { name })}
                  onClick={() => void record.resume(id)}
                >
                  {t('list.goOnShort')}
                </Button>
              </Hint>
            )}
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconTag size={14} aria-hidden />}
              aria-label={t('list.open', { name })}
              onClick={open}
            >
              {t('list.openShort')}
            </Button>
            <Hint label={t('list.remove', { name })}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('list.remove', { name })}
                disabled={readOnly}
                onClick={() => void remove()}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Hint>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
});

/** Lost frames, with the rest of what is known of how the stream did. */
function Lost({ recording, number }: Pick<RecordingRowProps, 'recording' | 'number'>) {
  const { t } = useTranslation('record');
  const { lostCount, quality } = recording;
  const shown = number.format(lostCount);
  if (!quality) return shown;
  const { jitterMs, gapCount, clockSkewPpm } = quality;
  const words = [
    t('list.gaps', { count: gapCount }),
    t('list.jitter', { ms: number.format(Math.round(jitterMs)) }),
    ...(clockSkewPpm === undefined
      ? []
      : [t('list.skew', { ppm: number.format(Math.round(clockSkewPpm)) })]),
  ];
  return (
    <Hint label={words.join(' · ')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it says more is shown on focus */}
      <span tabIndex={0}>{shown}</span>
    </Hint>
  );
}
