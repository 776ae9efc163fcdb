import { ActionIcon, Collapse, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '#core/model/architecture';
import type { OutlineRow } from '#core/model/architecture-outline';
import type { RowHandle } from '../parts/use-row-drag';
import classes from './LayerEditor.module.css';
import { LayerEditorCosts } from './LayerEditorCosts';
import { LayerEditorFields } from './LayerEditorFields';
import { useLayerWords } from './use-layer-words';

export interface LayerEditorRowProps {
  readonly row: OutlineRow;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Why the layer does not fit, in words. */
  readonly error: string | undefined;
  /** Whether its settings are shown. */
  readonly open: boolean;
  readonly disabled: boolean;
  /** No layer more can be added. */
  readonly full: boolean;
  /** How far it has been dragged, px; absent while it is not. */
  readonly dragPx: number | undefined;
  /** Where a dragged row would fall beside this one. */
  readonly drop: 'before' | 'after' | undefined;
  readonly handle: RowHandle;
  onToggle(): void;
  onMove(by: -1 | 1): void;
  onDuplicate(): void;
  onRemove(): void;
  /** `what` names the setting. */
  onChange(layer: LayerSpec, what: string): void;
  /** A block's own layers. */
  readonly children?: ReactNode;
}

/** One layer: what it is, what comes out and what that costs; its settings when opened. */
export function LayerEditorRow(props: LayerEditorRowProps) {
  const { row, error, open, disabled, dragPx, onMove } = props;
  const { layer, path } = row;
  const { t } = useTranslation('train');
  const words = useLayerWords();
  const panel = useId();
  const name = words.name(layer);
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  const action = (label: string, off: boolean, run: () => void, icon: ReactNode) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      disabled={disabled || off}
      onClick={run}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <li
      className={classes.row}
      data-path={path.join('.')}
      data-misfit={error !== undefined || undefined}
      data-dragged={dragPx !== undefined || undefined}
      data-drop={props.drop}
      style={dragPx === undefined ? undefined : { transform: `translateY(${dragPx}px)` }}
      onKeyDown={press}
    >
      <div className={classes.head}>
        <button
          type="button"
          className={classes.grip}
          aria-label={t('layers.move', { name })}
          title={t('layers.drag')}
          disabled={disabled}
          {...props.handle}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
        <button
          type="button"
          className={classes.title}
          data-title
          aria-expanded={open}
          aria-controls={panel}
          onClick={props.onToggle}
        >
          <span className={classes.name}>{name}</span>
          <span className={classes.summary}>{words.summary(layer)}</span>
        </button>
        <LayerEditorCosts outline={row} />
        <span className={classes.actions}>
          {action(
            t('layers.up', { name }),
            props.isFirst,
            () => onMove(-1),
            <IconChevronUp size={15} />,
          )}
          {action(
            t('layers.down', { name }),
            props.isLast,
            () => onMove(1),
            <IconChevronDown size={15} />,
          )}
          {action(
            t('layers.duplicate', { name }),
            props.full,
            props.onDuplicate,
            <IconCopy size={15} />,
          )}
          {action(t('layers.remove', { name }), false, props.onRemove, <IconTrash size={15} />)}
        </span>
      </div>
      {error !== undefined && (
        <Text size="xs" className={classes.error} role="alert">
          <IconAlertTriangle size={14} aria-hidden />
          {error}
        </Text>
      )}
      <Collapse expanded={open} id={panel} transitionDuration={120}>
        <fieldset className={classes.panel} aria-label={t('layers.settings', { name })}>
          <Text size="xs" c="dimmed">
            {t(`layers.kind.${layer.kind}.what`)}
          </Text>
          <LayerEditorFields
            layer={layer}
            input={row.input}
            disabled={disabled}
            onChange={props.onChange}
          />
        </fieldset>
      </Collapse>
      {props.children}
    </li>
  );
}
