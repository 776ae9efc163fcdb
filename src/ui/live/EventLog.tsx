import { Button, ScrollArea, Table, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { GestureDot } from '../parts/GestureDot';
import { Section } from '../parts/Section';
import { useStudio } from '../parts/studio-context';
import { useUndoNotice } from '../parts/use-undo-notice';
import { useModelGestures } from './use-model-gestures';

const HEIGHT = 320;

/** What was recognised, newest first; drawn anew with each event, not with each answer. */
export const EventLog = memo(function EventLog() {
  const { t, i18n } = useTranslation('live');
  const { live } = useStudio();
  const gestures = useModelGestures();
  const log = useStore(live.store, (state) => state.log);
  const offerUndo = useUndoNotice();
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  return (
    <Section
      title={t('log')}
      actions={
        log.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => offerUndo(t('cleared'), live.clearLog())}
          >
            {t('clear')}
          </Button>
        )
      }
    >
      {log.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('logEmpty')}
        </Text>
      ) : (
        <ScrollArea.Autosize mah={HEIGHT}>
          <Table fz="sm" verticalSpacing={4} data-testid="event-log">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('when')}</Table.Th>
                <Table.Th>{t('gesture')}</Table.Th>
                <Table.Th ta="right">{t('score')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {log.map(({ number, gestureId, at, score }) => {
                const gesture = gestures.get(gestureId);
                return (
                  <Table.Tr key={number}>
                    <Table.Td>{time.format(at)}</Table.Td>
                    <Table.Td>
                      <GestureDot gesture={gesture} /> {gesture?.name ?? gestureId}
                    </Table.Td>
                    <Table.Td ta="right">{Math.round(score * 100)} %</Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </Section>
  );
});
