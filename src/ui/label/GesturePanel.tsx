import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { Recording } from '#core/dataset/session';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import type { ProjectStation } from '#studio/project-station';
import { useUndoNotice } from '../parts/use-undo-notice';
import classes from './GesturePanel.module.css';
import { GestureRow } from './GestureRow';

export interface GesturePanelProps {
  readonly label: LabelStation;
  readonly project: ProjectStation;
  readonly labels: OpenLabels | undefined;
  readonly gestures: readonly Gesture[];
  readonly recordings: readonly Recording[];
}

/** One row a gesture: what it is called, what kind it is, how many there are and what they look like. */
export function GesturePanel({ label, project, labels, gestures, recordings }: GesturePanelProps) {
  const { t } = useTranslation('label');
  const offer = useUndoNotice();
  // The name of a gesture just added waits to be typed.
  const [addedId, setAddedId] = useState<string>();
  return (
    <Stack gap="xs">
      {gestures.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('gestures.empty')}
        </Text>
      )}
      <ul className={classes.list}>
        {gestures.map((gesture, index) => (
          <GestureRow
            key={gesture.id}
            gesture={gesture}
            number={index + 1}
            inHand={gesture.id === labels?.gestureId}
            recordings={recordings}
            currentId={labels?.recordingId}
            autoFocus={gesture.id === addedId}
            onTake={() => label.setGesture(gesture.id)}
            onRename={(name) => label.renameGesture(gesture.id, name)}
            onKind={(kind) => label.setGestureKind(gesture.id, kind)}
            onJump={(recordingId, span) => label.open(recordingId, (span.startMs + span.endMs) / 2)}
            onRemove={() => {
              const undo = label.removeGesture(gesture.id);
              offer(t('gestures.removed', { name: gesture.name }), undo);
            }}
          />
        ))}
      </ul>
      <Button
        variant="default"
        className={classes.add}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => {
          const name = t('gestures.newName', { number: gestures.length + 1 });
          const { id } = project.addGesture(name, 'event');
          label.setGesture(id);
          setAddedId(id);
        }}
      >
        {t('gestures.add')}
      </Button>
    </Stack>
  );
}
