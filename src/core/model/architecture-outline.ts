import type { Architecture, LayerPath, LayerSpec, ModelSize, PlainLayerSpec } from './architecture';
import type { Shape } from './graph';
import { type LayerOutline, type MisfitReason, outlineLayer } from './layer-outline';
import { valueCount } from './shapes';

/** Beyond these a network takes minutes an epoch in a page, and no board of ours holds it. */
const MOST_PARAMETERS = 1_000_000;
const MOST_VALUES = 1_000_000;

/** A layer that does not fit where it stands. */
export interface Misfit {
  /** The layer; empty: the classes' own dense layer after all others. */
  readonly at: LayerPath;
  readonly reason: MisfitReason;
  /** The value that it reads. */
  readonly input: Shape;
  /** For `shapes-differ`: what the block makes of it. */
  readonly output?: Shape;
}

/** A layer with what it gives and costs; nothing of that from the first misfit on. */
export interface OutlineRow extends Partial<LayerOutline> {
  readonly path: LayerPath;
  readonly layer: LayerSpec;
  /** What it reads; absent after the first misfit. */
  readonly input?: Shape;
  /** A block's own layers; its costs are theirs together. */
  readonly inner: readonly OutlineRow[];
}

/** Shapes and costs of an architecture, known without any weights. */
export interface Outline {
  readonly input: Shape;
  readonly rows: readonly OutlineRow[];
  /** The dense layer of the classes; absent where something before it does not fit. */
  readonly head?: LayerOutline;
  readonly misfit?: Misfit;
}

/** The shape that an architecture reads a window in. */
export function inputShape({ input }: Architecture, { frames, channels }: ModelSize): Shape {
  return input === 'rows' ? [frames, 1, channels] : [frames, channels, 1];
}

/** Layer by layer, what comes out and what it takes. */
export function outlineArchitecture(architecture: Architecture, size: ModelSize): Outline {
  const input = inputShape(architecture, size);
  const walk: Walk = { parameterCount: 0 };
  const { rows, output } = outlineList(architecture.layers, [], input, walk);
  if (!output) return { input, rows, ...misfitOf(walk) };
  const flat: Shape = [1, 1, valueCount(output)];
  const head = settle(
    { kind: 'dense', units: size.classCount, activation: 'none' },
    [],
    flat,
    walk,
  );
  return { input, rows, ...(head ? { head } : {}), ...misfitOf(walk) };
}

/** The first layer that does not fit, or undefined where a graph can be built. */
export function checkArchitecture(architecture: Architecture, size: ModelSize): Misfit | undefined {
  return outlineArchitecture(architecture, size).misfit;
}

/** What has been found on the way from the first layer to the last. */
interface Walk {
  misfit?: Misfit;
  parameterCount: number;
}

function misfitOf({ misfit }: Walk): { readonly misfit?: Misfit } {
  return misfit ? { misfit } : {};
}

/** Without `input`, where something before does not fit, layers are listed and no more. */
function outlineList(
  layers: readonly LayerSpec[],
  parent: LayerPath,
  input: Shape | undefined,
  walk: Walk,
): { readonly rows: readonly OutlineRow[]; readonly output: Shape | undefined } {
  let output = input;
  const rows = layers.map((layer, index) => {
    const path = [...parent, index];
    const reads = output ? { input: output } : {};
    const row: OutlineRow =
      layer.kind === 'residual'
        ? { ...reads, ...outlineBlock(layer, path, output, walk) }
        : { path, layer, inner: [], ...reads, ...(output && settle(layer, path, output, walk)) };
    output = row.output;
    return row;
  });
  return { rows, output };
}

function outlineBlock(
  block: Extract<LayerSpec, { kind: 'residual' }>,
  path: LayerPath,
  input: Shape | undefined,
  walk: Walk,
): OutlineRow {
  const { rows: inner, output } = outlineList(block.layers, path, input, walk);
  const row = { path, layer: block, inner };
  if (!input || !output) return row;
  if (inner.length === 0) return stop(walk, { at: path, reason: 'empty-block', input }, row);
  if (output.join() !== input.join()) {
    return stop(walk, { at: path, reason: 'shapes-differ', input, output }, row);
  }
  const sum = (key: 'parameterCount' | 'macs') =>
    inner.reduce((total, one) => total + (one[key] ?? 0), 0);
  return { ...row, output, parameterCount: sum('parameterCount'), macs: sum('macs') };
}

/** The outline of a layer that fits; else the walk learns what is wrong. */
function settle(
  layer: PlainLayerSpec,
  at: LayerPath,
  input: Shape,
  walk: Walk,
): LayerOutline | undefined {
  const outline = outlineLayer(layer, input);
  if (typeof outline === 'string') return stop(walk, { at, reason: outline, input }, undefined);
  walk.parameterCount += outline.parameterCount;
  const tooLarge =
    walk.parameterCount > MOST_PARAMETERS || valueCount(outline.output) > MOST_VALUES;
  return tooLarge ? stop(walk, { at, reason: 'too-large', input }, undefined) : outline;
}

function stop<T>(walk: Walk, misfit: Misfit, result: T): T {
  walk.misfit = misfit;
  return result;
}
