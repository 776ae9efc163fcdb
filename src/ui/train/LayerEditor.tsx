import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Architecture,
  type LayerPath,
  type LayerSpec,
  MOST_LAYERS,
} from '#core/model/architecture';
import {
  duplicateLayer,
  insertLayer,
  moveLayer,
  newLayer,
  removeLayer,
  replaceLayer,
} from '#core/model/architecture-edits';
import type { Outline, OutlineRow } from '#core/model/architecture-outline';
import type { Shape } from '#core/model/graph';
import { Hint } from '../parts/Hint';
import { keyName } from '../shell/use-shell-keys';
import classes from './LayerEditor.module.css';
import { LayerEditorCosts } from './LayerEditorCosts';
import { type LayerActions, LayerEditorList } from './LayerEditorList';
import { LayerAddMenu } from './LayerEditorMenu';
import { useLayerWords } from './use-layer-words';

export interface LayerEditorProps {
  readonly architecture: Architecture;
  readonly outline: Outline;
  readonly disabled: boolean;
  /** `what` names the setting, so that typing counts as one edit. */
  onChange(architecture: Architecture, what: string): void;
  /** Absent where there is nothing to take back, or to make again. */
  readonly onUndo: (() => void) | undefined;
  readonly onRedo: (() => void) | undefined;
}

/** The layers of a network from the window to the classes, to be set, moved, added and removed. */
export function LayerEditor(props: LayerEditorProps) {
  const { architecture, outline, disabled, onChange, onUndo, onRedo } = props;
  const { t } = useTranslation('train');
  const words = useLayerWords();
  const { layers } = architecture;
  const { rows, misfit, input } = outline;
  const root = useRef<HTMLDivElement>(null);
  const [openPath, setOpenPath] = useState<string>();
  const [said, setSaid] = useState('');
  const focusNext = useRef<string>(undefined);

  // A row that is put elsewhere in the document loses the focus on the way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the rows have moved
  useEffect(() => {
    const path = focusNext.current;
    focusNext.current = undefined;
    if (path === undefined) return;
    root.current?.querySelector<HTMLElement>(`[data-path="${path}"] [data-title]`)?.focus();
  }, [layers]);

  const change = (next: readonly LayerSpec[], what: string) =>
    onChange({ ...architecture, layers: next }, what);
  const last = rows.length > 0 ? rows.at(-1)?.output : input;
  const full = layerCount(layers) >= MOST_LAYERS;
  const opened = openPath === undefined ? undefined : rowAt(rows, openPath);
  const addAt = (path: LayerPath, kind: LayerSpec['kind']) => {
    const before = rowAt(rows, [...path.slice(0, -1), path.at(-1)! - 1].join('.'));
    const block = rowAt(rows, path.slice(0, -1).join('.'));
    const reads = (before ? before.output : block?.input) ?? input;
    setOpenPath(path.join('.'));
    focusNext.current = path.join('.');
    change(insertLayer(layers, path, newLayer(kind, reads)), `add ${path.join('.')}`);
  };
  const actions: LayerActions = {
    toggle: (path) => setOpenPath(path.join('.') === openPath ? undefined : path.join('.')),
    move(path, to) {
      const next = moveLayer(layers, path, to);
      const row = rowAt(rows, path.join('.'));
      if (disabled || next === layers || !row) return;
      const moved = [...path.slice(0, -1), to].join('.');
      focusNext.current = moved;
      setOpenPath(path.join('.') === openPath ? moved : undefined);
      const list = rowAt(rows, path.slice(0, -1).join('.'))?.inner ?? rows;
      const name = words.name(row.layer);
      setSaid(t('layers.moved', { name, position: to + 1, count: list.length }));
      change(next, `move ${moved}`);
    },
    duplicate(path) {
      setOpenPath(undefined);
      focusNext.current = [...path.slice(0, -1), path.at(-1)! + 1].join('.');
      change(duplicateLayer(layers, path), `duplicate ${path.join('.')} ${layers.length}`);
    },
    remove(path) {
      setOpenPath(undefined);
      const last = (rowAt(rows, path.slice(0, -1).join('.'))?.inner ?? rows).length - 2;
      focusNext.current = [...path.slice(0, -1), Math.min(path.at(-1)!, last)].join('.');
      change(removeLayer(layers, path), `remove ${path.join('.')} ${layers.length}`);
    },
    add: addAt,
    change: (path, layer, what) =>
      change(replaceLayer(layers, path, layer), `${path.join('.')} ${what}`),
  };
  const press = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if ((key !== 'z' && key !== 'y') || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'y' || event.shiftKey) onRedo?.();
    else onUndo?.();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears a key that bubbles from the rows
    <div ref={root} onKeyDown={press} data-testid="layer-editor">
      <div className={classes.frame}>
        <div className={classes.end}>
          <span className={classes.endName}>
            <span className={classes.name}>{t('layers.window')}</span>
            <SegmentedControl
              size="xs"
              aria-label={t('layers.windowIs')}
              data={(['rows', 'image'] as const).map((value) => ({
                value,
                label: t(`layers.input.${value}`),
              }))}
              value={architecture.input}
              disabled={disabled}
              onChange={(value) =>
                onChange({ ...architecture, input: value as Architecture['input'] }, 'input')
              }
            />
            <span className={classes.summary}>{t(`layers.inputWhat.${architecture.input}`)}</span>
          </span>
          <LayerEditorCosts outline={{ output: input }} isWindow />
          <span className={classes.actions} />
        </div>
        <LayerEditorList
          rows={rows}
          misfit={misfit}
          openPath={openPath}
          disabled={disabled}
          full={full}
          actions={actions}
          label={t('layers.list')}
        />
        <div className={classes.end}>
          <span className={classes.endName}>
            <span className={classes.name}>{t('layers.head')}</span>
            <span className={classes.summary}>
              {t(last && !isFlat(last) ? 'layers.headFlat' : 'layers.headWhat')}
            </span>
          </span>
          <LayerEditorCosts outline={outline.head ?? {}} />
          <span className={classes.actions} />
        </div>
        {misfit?.at.length === 0 && (
          <p className={classes.error} role="alert">
            {words.misfit(misfit)}
          </p>
        )}
      </div>
      <div className={classes.foot}>
        <LayerAddMenu
          place={
            opened ? t('layers.addAfter', { name: words.name(opened.layer) }) : t('layers.addEnd')
          }
          disabled={disabled || full}
          onAdd={(kind) => addAt(placeAfter(opened?.path, layers.length), kind)}
        />
        <Tool
          name={t('layers.undo')}
          keys={`${keyName('mod')} Z`}
          run={disabled ? undefined : onUndo}
        >
          <IconArrowBackUp size={17} aria-hidden />
        </Tool>
        <Tool
          name={t('layers.redo')}
          keys={`${keyName('mod')} Y`}
          run={disabled ? undefined : onRedo}
        >
          <IconArrowForwardUp size={17} aria-hidden />
        </Tool>
        <span role="status" className={classes.said}>
          {said}
        </span>
      </div>
    </div>
  );
}

interface ToolProps {
  readonly name: string;
  readonly keys: string;
  readonly run: (() => void) | undefined;
  readonly children: React.ReactNode;
}

function Tool({ name, keys, run, children }: ToolProps) {
  return (
    <Hint label={`${name} · ${keys}`} side="top">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={name}
        disabled={run === undefined}
        onClick={run}
      >
        {children}
      </ActionIcon>
    </Hint>
  );
}

function layerCount(layers: readonly LayerSpec[]): number {
  return layers.reduce(
    (sum, layer) => sum + 1 + (layer.kind === 'residual' ? layerCount(layer.layers) : 0),
    0,
  );
}

function isFlat([height, width]: Shape): boolean {
  return height === 1 && width === 1;
}

function placeAfter(path: LayerPath | undefined, count: number): LayerPath {
  return path ? [...path.slice(0, -1), path.at(-1)! + 1] : [count];
}

function rowAt(rows: readonly OutlineRow[], path: string): OutlineRow | undefined {
  for (const row of rows) {
    const key = row.path.join('.');
    if (key === path) return row;
    if (path.startsWith(`${key}.`)) return rowAt(row.inner, path);
  }
  return undefined;
}
