import type { Layer, ModelGraph, Shape } from '#core/model/graph';

/** Channels that can only go together, as an addition couples those of what it adds. */
interface CoupledChannels {
  /** For every value, the class of each channel; classes are numbered in order of appearance. */
  readonly classes: readonly Int32Array[];
  /** Classes that belong to one choice of what to keep, none of them fixed. */
  readonly groups: readonly Int32Array[];
}

/**
 * Which channels stand and fall together. The input's, the answer's and what a softmax reads are
 * fixed, and so is every group that holds one of them.
 */
export function coupledChannels(graph: ModelGraph, shapes: readonly Shape[]): CoupledChannels {
  const starts = [0];
  for (const shape of shapes) starts.push(starts.at(-1)! + shape[2]);
  const node = (value: number, channel: number) => starts[value]! + channel;
  const classes = createForest(starts.at(-1)!);
  for (const [index, layer] of graph.layers.entries()) {
    if (hasOwnChannels(layer)) continue;
    const value = index + 1;
    for (const id of layer.inputs) {
      for (let channel = 0; channel < shapes[value]![2]; channel++) {
        const from = sourceChannel(layer, channel, shapes[id]!);
        classes.join(node(id, from), node(value, channel));
      }
    }
  }

  const groups = createForest(starts.at(-1)!);
  for (const [index, layer] of graph.layers.entries()) {
    if (!hasOwnChannels(layer)) continue;
    const first = classes.root(node(index + 1, 0));
    for (let channel = 1; channel < shapes[index + 1]![2]; channel++) {
      groups.join(first, classes.root(node(index + 1, channel)));
    }
  }

  const fixed = new Set<number>();
  const fix = (value: number) => {
    for (let channel = 0; channel < shapes[value]![2]; channel++) {
      fixed.add(groups.root(classes.root(node(value, channel))));
    }
  };
  fix(0);
  fix(graph.layers.length);
  for (const layer of graph.layers) if (layer.kind === 'softmax') layer.inputs.forEach(fix);

  return {
    classes: shapes.map((shape, value) =>
      Int32Array.from({ length: shape[2] }, (_, channel) => classes.root(node(value, channel))),
    ),
    groups: membersByRoot(classes, groups, fixed),
  };
}

/** Whether a layer makes channels of its own, rather than handing on those that it reads. */
function hasOwnChannels(layer: Layer): boolean {
  return layer.kind === 'conv2d' || layer.kind === 'dense' || layer.kind === 'lstm';
}

/** The channel of its input that a layer without channels of its own makes `channel` from. */
function sourceChannel(layer: Layer, channel: number, input: Shape): number {
  switch (layer.kind) {
    case 'depthwiseConv2d':
      return Math.floor(channel / layer.depthMultiplier);
    case 'flatten':
      return channel % input[2];
    default:
      return channel;
  }
}

function membersByRoot(classes: Forest, groups: Forest, fixed: Set<number>): Int32Array[] {
  const members = new Map<number, number[]>();
  for (let at = 0; at < classes.size; at++) {
    const group = groups.root(at);
    if (classes.root(at) !== at || fixed.has(group)) continue;
    members.set(group, [...(members.get(group) ?? []), at]);
  }
  return [...members.values()].map((list) => Int32Array.from(list));
}

interface Forest {
  readonly size: number;
  /** The smallest node joined with this one. */
  root(node: number): number;
  join(a: number, b: number): void;
}

function createForest(size: number): Forest {
  const parents = Int32Array.from({ length: size }, (_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  };
  return {
    size,
    root,
    join(a, b) {
      const [low, high] = [root(a), root(b)].sort((one, other) => one - other) as [number, number];
      parents[high] = low;
    },
  };
}
