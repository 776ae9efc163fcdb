import { ActionIcon, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Recording } from '#core/dataset/session';
import { GestureDot } from '../parts/GestureDot';
import { NameField } from '../parts/NameField';
import { Examples } from './Examples';
import classes from './GesturePanel.module.css';

export interface GestureRowProps {
  readonly gesture: Gesture;
  /** Its key, from 1; from 10 on it has none. */
  readonly number: number;
  readonly inHand: boolean;
  readonly recordings: readonly Recording[];
  readonly currentId: string | undefined;
  readonly autoFocus: boolean;
  onTake(): void;
  onRename(name: string): void;
  onKind(kind: Gesture['kind']): void;
  onJump(recordingId: string, span: LabelSpan): void;
  onRemove(): void;
}

export function GestureRow(props: GestureRowProps) {
  const { gesture, number, inHand, recordings, currentId, autoFocus } = props;
  const { t } = useTranslation('label');
  const countIn = (one: Recording) =>
    one.spans.filter(({ gestureId }) => gestureId === gesture.id).length;
  const total = recordings.reduce((sum, one) => sum + countIn(one), 0);
  const current = recordings.find(({ id }) => id === currentId);
  const take = t('gestures.take', { name: gesture.name });
  return (
    <li className={classes.row} data-in-hand={inHand} data-testid={`gesture-${gesture.name}`}>
      <Tooltip label={number <= 9 ? `${take} · ${number}` : take}>
        <button
          type="button"
          className={classes.take}
          aria-label={take}
          aria-pressed={inHand}
          onClick={(event) => {
            props.onTake();
            // Enter is for the next movement again, unless the button was reached by keyboard.
            if (event.detail > 0) event.currentTarget.blur();
          }}
        >
          <GestureDot gesture={gesture} size={12} />
          {number <= 9 && <kbd>{number}</kbd>}
        </button>
      </Tooltip>
      <div className={classes.name}>
        <NameField
          key={String(autoFocus)}
          label={t('gestures.name')}
          name={gesture.name}
          autoFocus={autoFocus}
          onRename={props.onRename}
        />
      </div>
      <Tooltip label={t(`gestures.kindWhat.${gesture.kind}`)} multiline maw={280}>
        <SegmentedControl
          size="xs"
          className={classes.kind}
          aria-label={t('gestures.kind', { name: gesture.name })}
          data={[
            { value: 'event', label: t('gestures.event') },
            { value: 'state', label: t('gestures.state') },
          ]}
          value={gesture.kind}
          onChange={(kind) => props.onKind(kind as Gesture['kind'])}
        />
      </Tooltip>
      <Text size="sm" className={classes.count}>
        <strong data-testid="gesture-count">{total}</strong>{' '}
        <Text span size="xs" c="dimmed">
          {t('gestures.here', { count: current ? countIn(current) : 0 })}
        </Text>
      </Text>
      <Examples
        gesture={gesture}
        recordings={recordings}
        currentId={currentId}
        onJump={props.onJump}
      />
      <Tooltip label={t('gestures.remove', { name: gesture.name })}>
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.remove}
          aria-label={t('gestures.remove', { name: gesture.name })}
          onClick={props.onRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
