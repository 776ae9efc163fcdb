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
import { type FakeQuantise, fakeRounding } from './fake-rounding';
import { soften } from './logit-gradient';
import type { Network, NetworkTuning, TrainingBackend } from './network';

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
  readonly keepZeros?: boolean;
  /** Layers before this position keep their weights. */
  readonly frozenLayers?: number;
  /** Weights of a layer that has `weightScales` and that share a value go on sharing it. */
  readonly keepClusters?: boolean;
  /** Other weights of the same shapes before each epoch, which counts from 1. */
  reshape?(graph: ModelGraph, epoch: number): ModelGraph;
  /** Whether the weights that it starts with may be the best there are. */
  readonly keepStart?: boolean;
  /** A network whose answers are learned beside the labels. */
  readonly teacher?: Teacher;
  /** Rounds as int8 does in the forward pass, by ranges taken anew before each epoch. */
  readonly fakeQuantise?: FakeQuantise;
  /** Draws the training windows anew before each epoch, into an array of their size. */
  vary?(into: Float32Array, random: Random): void;
  onBatch?(epoch: number, batch: number, remainingMs: number): void;
  onEpoch?(result: EpochResult, remainingMs: number): void;
}

/** Who teaches, and how (Hinton et al. 2015). */
export interface Teacher {
  readonly graph: ModelGraph;
  /** Softens the answers of both, at least 1. */
  readonly temperature: number;
  /** Share of the loss, 0 … 1. */
  readonly mix: number;
}

/** Probabilities are read back in such groups; on a graphics processor each read waits for it. */
const BATCHES_A_READ = 8;

/**
 * Trains on a back end. Gives the weights of the epoch with the lowest validation loss, with
 * `keepStart` those at the start among them; with `reshape` those of the last epoch, as the ones
 * before are not yet what was asked for. Without validation
 * windows the training windows stand in for them, in inference. Rejects with `data-too-little`,
 * `training-diverged`, or `model-unsupported` where a back end can't do what the options ask for.
 */
export async function trainGraph(
  backend: TrainingBackend,
  graph: ModelGraph,
  training: LabelledWindows,
  validation: LabelledWindows,
  options: TrainingOptions,
): Promise<{ graph: ModelGraph; epochs: EpochResult[] }> {
  const count = training.classIndex.length;
  if (count === 0) throw new Failure('data-too-little', 'There are no windows to train on.');
  const random = createRandom(options.seed);
  const batchSize = Math.min(options.batchSize, count);
  const network = backend.createNetwork(graph, {
    learningRate: options.learningRate,
    batchSize,
    keepZeros: options.keepZeros ?? false,
    frozenLayers: options.frozenLayers ?? 0,
    random,
  });
  const gatherer = (windows: LabelledWindows) =>
    createGatherer(windows, graph.input, options.classWeights);
  const varied = options.vary ? training.values.slice() : training.values;
  const batches = gatherer({ ...training, values: varied });
  const judged = validation.classIndex.length > 0 ? gatherer(validation) : gatherer(training);
  const batchesPerEpoch = Math.ceil(count / batchSize);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const lessons = createLessons(backend, options, batchSize);
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
    if (options.keepClusters) tuningOf(network).keepClusters();
    if (options.keepStart) {
      await reworkNetwork(network, options, 0);
      const { loss, weight } = await evaluate(network, judged, batchSize);
      bestLoss = loss / weight;
    }
    for (let epoch = 1; epoch <= options.epochs; epoch++) {
      random.shuffle(order);
      options.vary?.(varied, random);
      await reworkNetwork(network, options, epoch);
      batches.teach(await lessons?.(batches));
      const totals = await trainEpoch(network, batches, order, batchSize, (batch) => {
        const done = (epoch - 1) * batchesPerEpoch + batch;
        options.onBatch?.(epoch, batch, remainingMs(done));
      });
      const validated = await evaluate(network, judged, batchSize);
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
      if (options.reshape || result.validationLoss < bestLoss) {
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

function tuningOf({ tuning }: Network): NetworkTuning {
  if (tuning) return tuning;
  throw new Failure('model-unsupported', 'This back end cannot fine-tune; wasm can.');
}

/** What the options change of the network before an epoch. */
async function reworkNetwork(
  network: Network,
  { reshape, fakeQuantise }: TrainingOptions,
  epoch: number,
): Promise<void> {
  if (!reshape && !fakeQuantise) return;
  const tuning = tuningOf(network);
  let graph = await network.read();
  if (reshape) {
    graph = reshape(graph, epoch);
    tuning.write(graph);
  }
  if (fakeQuantise) tuning.round(fakeRounding(graph, fakeQuantise));
}

/** What a teacher says to all windows as they are in an epoch. */
function createLessons(
  backend: TrainingBackend,
  { teacher, learningRate }: TrainingOptions,
  batchSize: number,
) {
  if (!teacher) return undefined;
  const { graph, temperature, mix } = teacher;
  const network = backend.createNetwork(graph, {
    learningRate,
    batchSize,
    keepZeros: false,
    frozenLayers: graph.layers.length,
    random: createRandom(0),
  });
  return async (batches: Gatherer) => {
    const parts: Float32Array[] = [];
    await eachBatch(batches.count, batchSize, async (indices) => {
      parts.push(await network.predict(batches.gatherWindows(indices), indices.length));
    });
    const classes = parts[0]!.length / Math.min(batchSize, batches.count);
    const answers = new Float32Array(batches.count * classes);
    let at = 0;
    for (const part of parts) {
      answers.set(part, at);
      at += part.length;
    }
    return { answers: soften(answers, classes, temperature), temperature, mix };
  };
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
  let unread: { answer: ReturnType<Network['step']>; indices: Uint32Array }[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const first = batch * batchSize;
    const indices = Uint32Array.from(
      { length: batchSize },
      (_, row) => order[(first + row) % order.length]!,
    );
    unread.push({ answer: network.step(gatherer.gather(indices)), indices });
    if (unread.length === BATCHES_A_READ || batch === batches - 1) {
      for (const { answer, indices } of unread) gatherer.tally(totals, await answer, indices);
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
async function evaluate(network: Network, gatherer: Gatherer, batchSize: number): Promise<Totals> {
  const totals = emptyTotals();
  await eachBatch(gatherer.count, batchSize, async (indices) => {
    const windows = gatherer.gatherWindows(indices);
    gatherer.tally(totals, await network.predict(windows, indices.length), indices);
  });
  return totals;
}

async function eachBatch(
  count: number,
  batchSize: number,
  visit: (indices: Uint32Array) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < count; first += batchSize) {
    const length = Math.min(batchSize, count - first);
    await visit(Uint32Array.from({ length }, (_, row) => first + row));
  }
}
