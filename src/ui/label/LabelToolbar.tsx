import { ActionIcon, Button, Chip, Group, Menu, Popover, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsHorizontal,
  IconKeyboard,
  IconPlus,
  IconScissors,
  IconTrash,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import { GestureDot } from '../parts/GestureDot';
import { keyName } from '../shell/use-shell-keys';
import type { ChannelGroup } from './channel-groups';
import classes from './LabelToolbar.module.css';
import type { TimelineView } from './timeline-view';
import { LABEL_KEYS } from './use-label-keys';

export interface LabelToolbarProps {
  readonly label: LabelStation;
  readonly labels: OpenLabels;
  readonly view: TimelineView;
  readonly gestures: readonly Gesture[];
  readonly groups: readonly ChannelGroup[];
  readonly shownGroups: readonly string[];
  onShowGroups(ids: string[]): void;
  addHere(): void;
}

/** What can be done to the labels and to what is seen of them. */
export function LabelToolbar(props: LabelToolbarProps) {
  const { label, labels, view, gestures, groups, shownGroups, onShowGroups, addHere } = props;
  const { t } = useTranslation('label');
  const { selectedId, undoCount, redoCount, cursorMs } = labels;
  const mod = keyName('mod');
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('tools.label')}>
      <Group gap={4}>
        <Tool name={t('tools.undo')} keys={`${mod} Z`} off={undoCount === 0} run={label.undo}>
          <IconArrowBackUp size={18} aria-hidden />
        </Tool>
        <Tool name={t('tools.redo')} keys={`${mod} Y`} off={redoCount === 0} run={label.redo}>
          <IconArrowForwardUp size={18} aria-hidden />
        </Tool>
        <Tool name={t('tools.add')} keys="N" run={addHere}>
          <IconPlus size={18} aria-hidden />
        </Tool>
        <Tool
          name={t('tools.split')}
          keys="S"
          off={selectedId === undefined}
          run={() => selectedId !== undefined && label.split(selectedId, cursorMs)}
        >
          <IconScissors size={18} aria-hidden />
        </Tool>
        <Tool
          name={t('tools.remove')}
          keys={t('tools.deleteKey')}
          off={selectedId === undefined}
          run={() => selectedId !== undefined && label.remove(selectedId)}
        >
          <IconTrash size={18} aria-hidden />
        </Tool>
        {gestures.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <Button variant="default" size="compact-sm">
                {t('tools.whole')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('tools.wholeWhat')}</Menu.Label>
              {gestures.map((gesture) => (
                <Menu.Item
                  key={gesture.id}
                  leftSection={<GestureDot gesture={gesture} />}
                  onClick={() => label.labelWhole(gesture.id)}
                >
                  {gesture.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Group gap={4}>
        {groups.length > 1 && (
          <Chip.Group multiple value={[...shownGroups]} onChange={onShowGroups}>
            <Group gap={4} role="group" aria-label={t('channels.label')}>
              {groups.map(({ id }) => (
                <Chip
                  key={id}
                  value={id}
                  size="xs"
                  radius="sm"
                  variant="light"
                  // One group stays: an empty timeline would look broken.
                  disabled={shownGroups.length === 1 && shownGroups[0] === id}
                >
                  <span className={classes.long}>{t(`channels.${id}`)}</span>
                  <span className={classes.short}>{t(`channels.short.${id}`)}</span>
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        )}
        <Tool name={t('tools.zoomOut')} keys="-" run={() => view.zoom(1 / 0.7)}>
          <IconZoomOut size={18} aria-hidden />
        </Tool>
        <Tool name={t('tools.zoomIn')} keys="+" run={() => view.zoom(0.7)}>
          <IconZoomIn size={18} aria-hidden />
        </Tool>
        <Tool name={t('tools.zoomWhole')} keys="0" run={view.whole}>
          <IconArrowsHorizontal size={18} aria-hidden />
        </Tool>
        <Popover position="bottom-end" withArrow shadow="md" trapFocus>
          <Popover.Target>
            <Tooltip label={t('keys.title')}>
              <ActionIcon
                variant="default"
                size="md"
                className={classes.keyboard}
                aria-label={t('keys.title')}
              >
                <IconKeyboard size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown>
            <KeyTable />
          </Popover.Dropdown>
        </Popover>
      </Group>
    </div>
  );
}

function Tool(props: {
  name: string;
  keys: string;
  off?: boolean;
  run(): void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={`${props.name} · ${props.keys}`}>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={props.name}
        disabled={props.off ?? false}
        onClick={(event) => {
          props.run();
          // Enter is for the next movement again, unless the button was reached by keyboard.
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function KeyTable() {
  const { t } = useTranslation('label');
  return (
    <table className={classes.keys}>
      <caption>{t('keys.title')}</caption>
      <tbody>
        {LABEL_KEYS.map(({ keys, action }) => (
          <tr key={action}>
            <th scope="row">
              {keys.map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </th>
            <td>{t(`keys.${action}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
