import { calibrate } from '#core/compress/calibrate';
import { clusterWeights } from '#core/compress/cluster-weights';
import { foldBatchNorm } from '#core/compress/fold';
import type { Int8Graph } from '#core/compress/int8-graph';
import { quantise } from '#core/compress/quantise';
import { buildGraph } from '#core/model/build-graph';
import type { ModelGraph } from '#core/model/graph';
import { createGraphBuilder } from '#core/model/graph-builder';
import { presetOf } from '#core/model/presets';
import type { PresetId } from '#core/model/trained-model';
import { createRandom } from '#core/random';
import { PRESET_IDS } from '../../tests/support/preset-int8-graph';

/** What TensorFlow Lite Micro takes for a network of these layers on a Cortex-M33. */
export interface Reference {
  readonly family: 'dense' | 'convolution' | 'recurrent';
  /** Tensor arena with the reference kernels, bytes. */
  readonly arenaBytes: number;
  /** Instructions of one inference. */
  readonly referenceInstructions: number;
  readonly cmsisInstructions: number;
}

export interface BenchNetwork {
  readonly name: string;
  readonly graph: Int8Graph;
  readonly reference?: Reference;
}

/**
 * Layers as TensorFlow Lite Micro's examples have them, with weights of our own: how long these
 * take depends on sizes only. Reference figures: tflite-micro 90b983c, CMSIS-NN 4ab83cc,
 * arm-none-eabi-gcc 12.2, QEMU 7.2.
 */
export function benchNetworks(): BenchNetwork[] {
  return [
    {
      name: 'hello_world',
      graph: quantised(
        stack([1, 1, 1]).dense(16, 'relu').dense(16, 'relu').dense(1, 'none').graph(),
      ),
      reference: {
        family: 'dense',
        arenaBytes: 676,
        referenceInstructions: 5559,
        cmsisInstructions: 3750,
      },
    },
    {
      name: 'dense 8-16-4',
      graph: quantised(stack([1, 1, 8]).dense(16, 'relu').dense(4, 'none').softmax().graph()),
      reference: {
        family: 'dense',
        arenaBytes: 708,
        referenceInstructions: 5900,
        cmsisInstructions: 4650,
      },
    },
    {
      // Its depthwise convolution reads one channel, which makes it a convolution.
      name: 'micro_speech',
      graph: quantised(
        stack([49, 40, 1])
          .conv2d(8, { kernel: [10, 8], strides: [2, 2], padding: 'same', activation: 'relu' })
          .flatten()
          .dense(4, 'none')
          .softmax()
          .graph(),
      ),
      reference: {
        family: 'convolution',
        arenaBytes: 6788,
        referenceInstructions: 22.73e6,
        cmsisInstructions: 1.48e6,
      },
    },
    {
      name: 'trained_lstm',
      graph: quantised(stack([28, 1, 28]).lstm(20).flatten().dense(10, 'none').softmax().graph()),
      reference: {
        family: 'recurrent',
        arenaBytes: 3220,
        referenceInstructions: 1.66e6,
        cmsisInstructions: 0.58e6,
      },
    },
    {
      name: 'person_detect',
      graph: quantised(mobileNet()),
      reference: {
        family: 'convolution',
        arenaBytes: 82292,
        referenceInstructions: 526.66e6,
        cmsisInstructions: 22.84e6,
      },
    },
    ...PRESET_IDS.map((id) => ({
      name: `preset ${id}`,
      graph: quantised(presetGraph(id, 40, 6)),
    })),
    {
      name: 'magic wand 128x3',
      graph: quantised(presetGraph('magic-wand-cnn', 128, 3)),
    },
    // In code books.
    ...[16, 4].flatMap((values) => [
      ...PRESET_IDS.map((id) => ({
        name: `preset ${id}, ${values} values`,
        graph: quantised(presetGraph(id, 40, 6), values),
      })),
      {
        name: `magic wand 128x3, ${values} values`,
        graph: quantised(presetGraph('magic-wand-cnn', 128, 3), values),
      },
    ]),
  ];
}

const stack = (input: readonly [number, number, number]) =>
  createGraphBuilder(input, createRandom(5));

function presetGraph(id: PresetId, frames: number, channels: number): ModelGraph {
  const spec = { frames, channels, classCount: 4, random: createRandom(7) };
  return buildGraph(presetOf(id).design(spec), spec);
}

/** Filters and stride of each block after the first. */
const MOBILE_NET = [
  [16, 1],
  [32, 2],
  [32, 1],
  [64, 2],
  [64, 1],
  [128, 2],
  [128, 1],
  [128, 1],
  [128, 1],
  [128, 1],
  [128, 1],
  [256, 2],
  [256, 1],
] as const;

/** MobileNet 0.25 on 96 × 96 grey points (Howard et al. 2017). */
function mobileNet(): ModelGraph {
  const same = { padding: 'same', activation: 'relu6' } as const;
  const builder = stack([96, 96, 1]).conv2d(8, { kernel: [3, 3], strides: [2, 2], ...same });
  for (const [filters, stride] of MOBILE_NET) {
    builder
      .depthwiseConv2d({ kernel: [3, 3], strides: [stride, stride], ...same })
      .conv2d(filters, { kernel: [1, 1], ...same });
  }
  return builder.globalAveragePool().dense(2, 'none').softmax().graph();
}

/** Of weights that share `values` in each layer, if given. */
function quantised(float: ModelGraph, values?: number): Int8Graph {
  const folded = foldBatchNorm(float);
  const graph = values === undefined ? folded : clusterWeights(folded, values);
  const random = createRandom(9);
  const [height, width, channels] = graph.input;
  const windows = Float32Array.from({ length: 2 * height * width * channels }, () =>
    random.normal(),
  );
  return quantise(graph, calibrate(graph, windows, 2));
}
