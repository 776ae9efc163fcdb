import { useRef } from 'react';
import type { LayerPath, LayerSpec } from '#core/model/architecture';
import type { Misfit, OutlineRow } from '#core/model/architecture-outline';
import { useRowDrag } from '../parts/use-row-drag';
import classes from './LayerEditor.module.css';
import { LayerAddMenu } from './LayerEditorMenu';
import { LayerEditorRow } from './LayerEditorRow';
import { useLayerWords } from './use-layer-words';

/** What can be done with the layers; a path names each. */
export interface LayerActions {
  toggle(path: LayerPath): void;
  move(path: LayerPath, to: number): void;
  duplicate(path: LayerPath): void;
  remove(path: LayerPath): void;
  add(path: LayerPath, kind: LayerSpec['kind']): void;
  /** `what` names the setting. */
  change(path: LayerPath, layer: LayerSpec, what: string): void;
}

export interface LayerEditorListProps {
  readonly rows: readonly OutlineRow[];
  readonly misfit: Misfit | undefined;
  /** The layer whose settings are shown, its path joined by dots. */
  readonly openPath: string | undefined;
  readonly disabled: boolean;
  /** No layer more can be added. */
  readonly full: boolean;
  readonly actions: LayerActions;
  /** The block whose layers these are; absent: the network's. */
  readonly block?: LayerPath;
  readonly label: string;
}

/** Layers in order, those of a block within its row. */
export function LayerEditorList(props: LayerEditorListProps) {
  const { rows, misfit, openPath, disabled, full, actions, block = [], label } = props;
  const words = useLayerWords();
  const list = useRef<HTMLOListElement>(null);
  const { drag, handle } = useRowDrag(list, rows.length, (from, to) =>
    actions.move([...block, from], to),
  );
  const dropAt = (at: number) => {
    if (drag === undefined || drag.from === at) return undefined;
    if (drag.gap === at) return 'before';
    return drag.gap === rows.length && at === rows.length - 1 ? 'after' : undefined;
  };
  return (
    <ol className={block.length > 0 ? classes.block : classes.list} ref={list} aria-label={label}>
      {rows.map((row, at) => {
        const { path, layer } = row;
        const key = path.join('.');
        return (
          <LayerEditorRow
            key={key}
            row={row}
            isFirst={at === 0}
            isLast={at === rows.length - 1}
            error={misfit?.at.join('.') === key ? words.misfit(misfit) : undefined}
            open={openPath === key}
            disabled={disabled}
            full={full}
            dragPx={drag?.from === at ? drag.offsetPx : undefined}
            drop={dropAt(at)}
            handle={handle(at)}
            onToggle={() => actions.toggle(path)}
            onMove={(by) => actions.move(path, at + by)}
            onDuplicate={() => actions.duplicate(path)}
            onRemove={() => actions.remove(path)}
            onChange={(next, what) => actions.change(path, next, what)}
          >
            {layer.kind === 'residual' && (
              <>
                <LayerEditorList
                  {...props}
                  rows={row.inner}
                  block={path}
                  label={words.name(layer)}
                />
                <LayerAddMenu
                  within
                  disabled={disabled || full}
                  onAdd={(kind) => actions.add([...path, layer.layers.length], kind)}
                />
              </>
            )}
          </LayerEditorRow>
        );
      })}
    </ol>
  );
}
