import { ActionIcon, Badge, Button, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconTag, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Recording, Session } from '#core/dataset/session';
import { NameField } from '../parts/NameField';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { useUndoNotice } from '../parts/use-undo-notice';
import { durationText } from './duration-text';
import classes from './RecordingList.module.css';

const CUT_NOTE = 'cut-note';

/** The project's recordings by sitting, the newest first. */
export function RecordingList() {
  const { t, i18n } = useTranslation('record');
  const { sessions, recordings } = useOpenProject();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  if (recordings.length === 0) return <Text c="dimmed">{t('list.empty')}</Text>;
  return (
    <div className={classes.scroll}>
      <Table className={classes.list} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('list.name')}</Table.Th>
            <Table.Th>{t('list.duration')}</Table.Th>
            <Table.Th>{t('list.rate')}</Table.Th>
            <Table.Th data-minor>{t('list.frames')}</Table.Th>
            <Table.Th data-minor>{t('list.lost')}</Table.Th>
            <Table.Th>{t('list.labels')}</Table.Th>
            <Table.Th aria-label={t('list.actions')} />
          </Table.Tr>
        </Table.Thead>
        {bySitting(sessions, recordings).map(({ session, own }) => (
          <Table.Tbody key={session.id}>
            <Table.Tr className={classes.session}>
              <Table.Th colSpan={7} scope="rowgroup">
                {t('list.session', {
                  subject: session.subject,
                  when: when.format(session.startedAt),
                })}
                {session.deviceName !== '' && (
                  <Text span size="sm" c="dimmed" fw={400}>
                    {' '}
                    {t('list.device', { name: session.deviceName })}
                  </Text>
                )}
              </Table.Th>
            </Table.Tr>
            {own.map((recording) => (
              <RecordingRow key={recording.id} recording={recording} />
            ))}
          </Table.Tbody>
        ))}
      </Table>
      {recordings.some(({ state }) => state === 'cut') && (
        <Text id={CUT_NOTE} size="sm" c="dimmed" mt="sm">
          {t('list.cutWhat')}
        </Text>
      )}
    </div>
  );
}

function RecordingRow({ recording }: { recording: Recording }) {
  const { t, i18n } = useTranslation('record');
  const { project, label } = useStudio();
  const [, navigate] = useLocation();
  const offerUndo = useUndoNotice();
  const number = new Intl.NumberFormat(i18n.language);
  const rate = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const { id, name, state } = recording;
  const live = state === 'recording';

  const open = () => {
    label.open(id);
    navigate('/label');
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
            disabled={live}
            onRename={(next) => void project.saveRecording({ ...recording, name: next })}
          />
          {live && (
            <Badge color="red" variant="light">
              {t('list.recording')}
            </Badge>
          )}
          {state === 'cut' && (
            <Badge color="orange" variant="light" aria-describedby={CUT_NOTE}>
              {t('list.cut')}
            </Badge>
          )}
        </Group>
      </Table.Th>
      <Table.Td>{live ? '–' : durationText(recording.durationMs)}</Table.Td>
      <Table.Td>{live ? '–' : `${rate.format(recording.rateHz)} Hz`}</Table.Td>
      <Table.Td data-minor>{live ? '–' : number.format(recording.frameCount)}</Table.Td>
      <Table.Td data-minor>{live ? '–' : number.format(recording.lostCount)}</Table.Td>
      <Table.Td data-testid="label-count">{number.format(recording.spans.length)}</Table.Td>
      <Table.Td>
        {!live && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconTag size={14} aria-hidden />}
              aria-label={t('list.open', { name })}
              onClick={open}
            >
              {t('list.openShort')}
            </Button>
            <Tooltip label={t('list.remove', { name })}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('list.remove', { name })}
                onClick={() => void remove()}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Sittings that have recordings, and their recordings, the newest first. */
function bySitting(sessions: readonly Session[], recordings: readonly Recording[]) {
  return sessions
    .map((session) => ({
      session,
      own: recordings.filter((one) => one.sessionId === session.id).toReversed(),
    }))
    .filter(({ own }) => own.length > 0)
    .sort((a, b) => b.own[0]!.startedAt - a.own[0]!.startedAt);
}
