import { Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompressionRecipe } from '#core/compress/compression-recipe';
import { useRowDrag } from '../parts/use-row-drag';
import { ConversionRow } from './ConversionRow';
import classes from './RecipeList.module.css';
import {
  addStep,
  moveStep,
  STEP_KINDS,
  type StepKind,
  type Steps,
  stepKeys,
  stepWarnings,
} from './recipe-list';
import { StepRow } from './StepRow';

export interface RecipeListProps {
  readonly recipe: CompressionRecipe;
  readonly disabled: boolean;
  /** `what` names the setting. */
  onChange(recipe: CompressionRecipe, what: string): void;
  /** Takes the last change back; absent where there is none. */
  readonly onUndo: (() => void) | undefined;
}

/** The steps in the order they run, to be switched, set and moved; int8 is the last and always on. */
export function RecipeList({ recipe, disabled, onChange, onUndo }: RecipeListProps) {
  const { t } = useTranslation('compress');
  const { steps } = recipe;
  const keys = stepKeys(steps);
  const warnings = stepWarnings(steps);
  const list = useRef<HTMLOListElement>(null);
  const [open, setOpen] = useState<string>();
  const [said, setSaid] = useState('');
  const focusNext = useRef<number>(undefined);

  const change = (next: Steps, what: string) => onChange({ ...recipe, steps: next }, what);
  const move = (from: number, to: number) => {
    const next = moveStep(steps, from, to);
    if (next === steps || disabled) return;
    focusNext.current = next.indexOf(steps[from]!);
    setSaid(
      t('recipe.moved', {
        name: t(`step.${steps[from]!.kind}.name`),
        position: focusNext.current + 1,
        count: steps.length,
      }),
    );
    change(next, 'order');
  };
  const { drag, handle } = useRowDrag(list, steps.length, move);

  // A row that is put elsewhere in the document loses the focus on the way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the rows have moved
  useEffect(() => {
    const at = focusNext.current;
    focusNext.current = undefined;
    if (at === undefined) return;
    list.current?.children[at]?.querySelector<HTMLElement>('[data-handle]')?.focus();
  }, [steps]);

  const add = (kind: StepKind) => {
    const added = addStep(steps, kind);
    setOpen(stepKeys(added.steps)[added.at]);
    change(added.steps, `add ${steps.length}`);
  };
  const press = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || typing) return;
    event.preventDefault();
    event.stopPropagation();
    onUndo?.();
  };

  let ordinal = 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears a key that bubbles from the rows
    <div onKeyDown={press}>
      <ol className={classes.list} ref={list}>
        {steps.map((step, at) => (
          <StepRow
            key={keys[at]}
            step={step}
            ordinal={step.enabled ? ++ordinal : undefined}
            isFirst={at === 0}
            isLast={at === steps.length - 1}
            warning={warnings[at]}
            open={open === keys[at]}
            disabled={disabled}
            drag={drag?.from === at ? drag.offsetPx : undefined}
            dropBefore={drag !== undefined && drag.from !== at && drag.gap === at}
            dropAfter={drag?.gap === steps.length && at === steps.length - 1 && drag.from !== at}
            handle={handle(at)}
            onToggle={() => setOpen(open === keys[at] ? undefined : keys[at])}
            onMove={(by) => move(at, at + by)}
            onRemove={() => change(steps.toSpliced(at, 1), `remove ${steps.length}`)}
            onChange={(next, what) => change(steps.with(at, next), `${keys[at]} ${what}`)}
          />
        ))}
        <ConversionRow
          recipe={recipe}
          open={open === 'int8'}
          disabled={disabled}
          onToggle={() => setOpen(open === 'int8' ? undefined : 'int8')}
          onChange={onChange}
        />
      </ol>
      <div className={classes.foot}>
        <Menu position="bottom-start" withinPortal transitionProps={{ duration: 100 }}>
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden />}
              disabled={disabled}
            >
              {t('recipe.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {STEP_KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => add(kind)}>
                {t(`step.${kind}.name`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          disabled={disabled || onUndo === undefined}
          onClick={onUndo}
        >
          {t('recipe.undo')}
        </Button>
        <span role="status" className={classes.said}>
          {said}
        </span>
      </div>
    </div>
  );
}
