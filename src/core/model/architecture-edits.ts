import type { LayerPath, LayerSpec, PlainLayerSpec } from './architecture';
import type { Pair, Shape } from './graph';

type Layers = readonly LayerSpec[];

/** What can be added, in the order in which networks mostly have them. */
export const LAYER_KINDS = [
  'conv2d',
  'depthwiseConv2d',
  'residual',
  'maxPool2d',
  'averagePool2d',
  'lstm',
  'lastFrame',
  'globalAveragePool',
  'flatten',
  'dense',
  'dropout',
] as const satisfies readonly LayerSpec['kind'][];

/** With `layer` before the one at `path`, or at its list's end. */
export function insertLayer(layers: Layers, path: LayerPath, layer: LayerSpec): Layers {
  return editList(layers, path, (list, at) => list.toSpliced(at, 0, layer));
}

/** With `layer` in place of the one at `path`. */
export function replaceLayer(layers: Layers, path: LayerPath, layer: LayerSpec): Layers {
  return editList(layers, path, (list, at) => (list[at] ? list.with(at, layer) : list));
}

/** Without the layer at `path`. */
export function removeLayer(layers: Layers, path: LayerPath): Layers {
  return editList(layers, path, (list, at) => list.toSpliced(at, 1));
}

/** With the layer at `path` twice, one after the other. */
export function duplicateLayer(layers: Layers, path: LayerPath): Layers {
  return editList(layers, path, (list, at) => list.toSpliced(at, 0, ...list.slice(at, at + 1)));
}

/** With the layer at `path` at position `to` of its list; the very layers where nothing moves. */
export function moveLayer(layers: Layers, path: LayerPath, to: number): Layers {
  return editList(layers, path, (list, at) => {
    const layer = list[at];
    const target = Math.min(Math.max(to, 0), list.length - 1);
    if (layer === undefined || target === at) return list;
    return list.toSpliced(at, 1).toSpliced(target, 0, layer);
  });
}

/**
 * The list that holds `path`, edited at its last position. Throws `RangeError` where the path leads
 * through a layer that is no block.
 */
function editList(
  layers: Layers,
  [at, ...deeper]: LayerPath,
  edit: (list: Layers, at: number) => Layers,
): Layers {
  if (at === undefined) throw new RangeError('The path of a layer is empty.');
  if (deeper.length === 0) return edit(layers, at);
  const block = layers[at];
  if (block?.kind !== 'residual') throw new RangeError(`Layer ${at} is no block.`);
  const within = editList(block.layers, deeper, edit);
  return within === block.layers ? layers : layers.with(at, { ...block, layers: within });
}

/** A layer of this kind with usual settings, for a value of this shape. */
export function newLayer(kind: LayerSpec['kind'], [, width, channels]: Shape): LayerSpec {
  const alongTime = width === 1;
  const convolution = {
    kernel: [3, alongTime ? 1 : 3],
    strides: [1, 1],
    padding: 'same',
    activation: 'relu',
    batchNorm: true,
  } as const satisfies Partial<PlainLayerSpec>;
  switch (kind) {
    case 'conv2d':
      return { kind, filters: Math.max(8, Math.min(channels, 64)), ...convolution };
    case 'depthwiseConv2d':
      return { kind, ...convolution };
    case 'maxPool2d':
    case 'averagePool2d': {
      const size: Pair = [2, alongTime ? 1 : 2];
      return { kind, size, padding: 'valid' };
    }
    case 'globalAveragePool':
    case 'flatten':
    case 'lastFrame':
      return { kind };
    case 'lstm':
      return { kind, units: 16 };
    case 'dense':
      return { kind, units: 16, activation: 'relu' };
    case 'dropout':
      return { kind, rate: 0.2 };
    case 'residual':
      return {
        kind,
        activation: 'relu',
        // The sum comes before the activation, so that the block can take away as well as add.
        layers: [
          { kind: 'depthwiseConv2d', ...convolution },
          { kind: 'conv2d', filters: channels, ...convolution, kernel: [1, 1], activation: 'none' },
        ],
      };
  }
}
