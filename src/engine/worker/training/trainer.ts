import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '#core/failure';
import type { ModelGraph } from '#core/model/graph';
import type { EpochResult } from '#core/model/trained-model';
import { createRandom, type Random } from '#core/random';
import {
  createGatherer,
  emptyTotals,
  type Gatherer,
  type LabelledWindows,
  type Totals,
} from './batches';
import { buildNetwork, type Network } from './network';

/** How to train. */
export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Epochs without a better validation loss before stopping; 0 never stops early. */
  readonly patience: number;
  /** One factor a class. */
  readonly classWeights: Float32Array;
  /** Weights that are zero stay zero. */
  readonly keepZeros: boolean;
  /** Draws the training windows anew before each epoch, into an array of their size. */
  vary?(into: Float32Array, random: Random): void;
  onBatch?(epoch: number, batch: number, remainingMs: number): void;
  onEpoch?(result: EpochResult, remainingMs: number): void;
}

/** Probabilities are read back in such groups; on a graphics processor each read waits for it. */
const BATCHES_A_READ = 8;
const EVALUATION_BATCH = 256;

/**
 * Trains on the current TF.js back end. Gives the weights of the epoch with the lowest validation
 * loss. Without validation windows the training windows stand in for them, in inference. Rejects
 * with `data-too-little` or `training-diverged`.
 */
export async function trainGraph(
  graph: ModelGraph,
  training: LabelledWindows,
  validation: LabelledWindows,
  options: TrainingOptions,
): Promise<{ graph: ModelGraph; epochs: EpochResult[] }> {
  const count = training.classIndex.length;
  if (count === 0) throw new Failure('data-too-little', 'There are no windows to train on.');
  const random = createRandom(options.seed);
  const network = buildNetwork(graph, options.learningRate, {
    keepZeros: options.keepZeros,
    random,
  });
  const gatherer = (windows: LabelledWindows) =>
    createGatherer(windows, graph.input, options.classWeights);
  const varied = options.vary ? training.values.slice() : training.values;
  const batches = gatherer({ ...training, values: varied });
  const judged = validation.classIndex.length > 0 ? gatherer(validation) : gatherer(training);
  const batchSize = Math.min(options.batchSize, count);
  const batchesPerEpoch = Math.ceil(count / batchSize);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const startMs = performance.now();
  const remainingMs = (batchesDone: number) => {
    const total = options.epochs * batchesPerEpoch;
    return ((performance.now() - startMs) / batchesDone) * (total - batchesDone);
  };

  const epochs: EpochResult[] = [];
  let best = graph;
  let bestLoss = Number.POSITIVE_INFINITY;
  let bestEpoch = 0;
  try {
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      random.shuffle(order);
      options.vary?.(varied, random);
      const totals = await trainEpoch(network, batches, order, batchSize, (batch) => {
        const done = (epoch - 1) * batchesPerEpoch + batch;
        options.onBatch?.(epoch, batch, remainingMs(done));
      });
      const validated = await evaluate(network, judged);
      const result: EpochResult = {
        epoch,
        loss: totals.loss / totals.weight,
        accuracy: totals.correct / totals.count,
        validationLoss: validated.loss / validated.weight,
        validationAccuracy: validated.correct / validated.count,
      };
      if (!Number.isFinite(result.loss) || !Number.isFinite(result.validationLoss)) {
        throw new Failure('training-diverged', `The loss of epoch ${epoch} is not a number.`);
      }
      epochs.push(result);
      options.onEpoch?.(result, remainingMs(epoch * batchesPerEpoch));
      if (result.validationLoss < bestLoss) {
        bestLoss = result.validationLoss;
        bestEpoch = epoch;
        best = await network.read();
      } else if (options.patience > 0 && epoch - bestEpoch >= options.patience) {
        break;
      }
    }
    return { graph: best, epochs };
  } finally {
    network.dispose();
  }
}

/**
 * One pass in the given order. Every batch has the same size, because graphics back ends compile
 * for each: the last is filled up from the order's start.
 */
async function trainEpoch(
  network: Network,
  gatherer: Gatherer,
  order: Uint32Array,
  batchSize: number,
  onBatch: (batch: number) => void,
): Promise<Totals> {
  const totals = emptyTotals();
  const batches = Math.ceil(order.length / batchSize);
  let unread: { probabilities: tf.Tensor2D; indices: Uint32Array }[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const first = batch * batchSize;
    const indices = Uint32Array.from(
      { length: batchSize },
      (_, row) => order[(first + row) % order.length]!,
    );
    const tensors = gatherer.gather(indices);
    unread.push({ probabilities: network.step(tensors), indices });
    tf.dispose([tensors.x, tensors.target, tensors.weight]);
    if (unread.length === BATCHES_A_READ || batch === batches - 1) {
      for (const { probabilities, indices } of unread) {
        gatherer.tally(totals, await probabilities.data<'float32'>(), indices);
        probabilities.dispose();
      }
      unread = [];
      if (!Number.isFinite(totals.loss)) {
        throw new Failure('training-diverged', `The loss is not a number in batch ${batch + 1}.`);
      }
    }
    onBatch(batch + 1);
  }
  return totals;
}

/** All windows in inference. */
async function evaluate(network: Network, gatherer: Gatherer): Promise<Totals> {
  const totals = emptyTotals();
  for (let first = 0; first < gatherer.count; first += EVALUATION_BATCH) {
    const length = Math.min(EVALUATION_BATCH, gatherer.count - first);
    const indices = Uint32Array.from({ length }, (_, row) => first + row);
    const x = gatherer.gatherWindows(indices);
    const probabilities = network.predict(x);
    x.dispose();
    gatherer.tally(totals, await probabilities.data<'float32'>(), indices);
    probabilities.dispose();
  }
  return totals;
}
