import { ActionIcon, Button, Collapse, Switch, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronUp,
  IconGripVertical,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressionStep } from '#core/compress/compression-recipe';
import { Hint } from '../parts/Hint';
import type { RowHandle } from '../parts/use-row-drag';
import classes from './RecipeList.module.css';
import type { StepWarning } from './recipe-list';
import { StepSettings } from './StepSettings';
import { useStepSummary } from './use-step-summary';

export interface StepRowProps {
  readonly step: CompressionStep;
  /** Its place among the steps that are on, as in the chart. */
  readonly ordinal: number | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly warning: StepWarning | undefined;
  /** Whether its settings are shown. */
  readonly open: boolean;
  readonly disabled: boolean;
  /** How far it has been dragged, px; absent while it is not. */
  readonly drag: number | undefined;
  /** Whether a dragged row would fall here. */
  readonly dropBefore: boolean;
  readonly dropAfter: boolean;
  readonly handle: RowHandle;
  onToggle(): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
  /** `what` names the setting. */
  onChange(step: CompressionStep, what: string): void;
}

/** One step: a handle, a switch, what it does, and its settings when opened. */
export function StepRow(props: StepRowProps) {
  const { step, ordinal, warning, open, disabled, drag, onChange, onMove } = props;
  const { t } = useTranslation('compress');
  const summary = useStepSummary(step);
  const panel = useId();
  const name = t(`step.${step.kind}.name`);
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      className={classes.row}
      data-off={!step.enabled || undefined}
      data-dragged={drag !== undefined || undefined}
      data-drop={props.dropBefore ? 'before' : props.dropAfter ? 'after' : undefined}
      data-testid={`step-${step.kind}`}
      style={drag === undefined ? undefined : { transform: `translateY(${drag}px)` }}
      onKeyDown={press}
    >
      <div className={classes.head}>
        <Hint label={t('recipe.drag')} side="top">
          <button
            type="button"
            className={classes.grip}
            data-handle
            aria-label={t('recipe.move', { name })}
            disabled={disabled}
            {...props.handle}
          >
            <IconGripVertical size={16} aria-hidden />
          </button>
        </Hint>
        <Switch
          size="xs"
          checked={step.enabled}
          disabled={disabled}
          aria-label={name}
          onChange={({ currentTarget }) =>
            onChange({ ...step, enabled: currentTarget.checked }, 'enabled')
          }
        />
        <span className={classes.ordinal} aria-hidden>
          {ordinal ?? '–'}
        </span>
        <button
          type="button"
          className={classes.title}
          aria-expanded={open}
          aria-controls={panel}
          onClick={props.onToggle}
        >
          <span className={classes.name}>
            {name}
            <span className={classes.summary}>{summary}</span>
          </span>
          <span className={classes.what}>{t(`step.${step.kind}.what`)}</span>
        </button>
        <span className={classes.arrows}>
          <ActionIcon
            variant="transparent"
            color="gray"
            size="xs"
            aria-label={t('recipe.up', { name })}
            disabled={disabled || props.isFirst}
            onClick={() => onMove(-1)}
          >
            <IconChevronUp size={14} />
          </ActionIcon>
          <ActionIcon
            variant="transparent"
            color="gray"
            size="xs"
            aria-label={t('recipe.down', { name })}
            disabled={disabled || props.isLast}
            onClick={() => onMove(1)}
          >
            <IconChevronDown size={14} />
          </ActionIcon>
        </span>
      </div>
      {warning && (
        <Text size="xs" className={classes.warning} role="status">
          <IconAlertTriangle size={14} aria-hidden />
          {t(`warning.${warning}`)}
        </Text>
      )}
      <Collapse expanded={open} id={panel} transitionDuration={120}>
        <div className={classes.panel}>
          <Text size="xs" c="dimmed">
            {t(`step.${step.kind}.not`)}
          </Text>
          <StepSettings step={step} disabled={disabled} onChange={onChange} />
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconTrash size={14} aria-hidden />}
            disabled={disabled}
            onClick={props.onRemove}
            className={classes.remove}
          >
            {t('recipe.remove')}
          </Button>
        </div>
      </Collapse>
    </li>
  );
}
