import type { CompressedModel, ModelCost } from '#core/compress/compressed-model';
import type { Int8Graph, Quantisation } from '#core/compress/int8-graph';
import { NOTHING } from '#core/dataset/gesture';
import type { Normaliser } from '#core/features/normaliser';
import type { Judgement } from '#core/model/judgement';
import type { TrainedModel } from '#core/model/trained-model';
import type { Channel } from '#core/motion/frame';
import { OPERATOR_OF } from '#core/tflite/operator-names';
import type { OperatorName } from '#core/tflite/schema';
import { plainNumber } from './c-text';
import { type ExportedLive, exportedLive, type LiveChoices } from './exported-live';

/** One answer of the model, in the order of its outputs. */
export interface ExportedClass {
  /** As the person named it; whatever they typed. */
  readonly label: string;
  readonly kind: 'nothing' | 'event' | 'state';
}

/** All that firmware has to know of a model, and what a reader of its card should. */
export interface ExportedModel {
  /** The project's name; whatever they typed. */
  readonly name: string;
  /** What the file holds, as `run-int8` runs it. */
  readonly graph: Int8Graph;
  readonly tflite: Uint8Array;
  /** SHA-256 of `tflite`, hex. */
  readonly sha256: string;
  readonly classes: readonly ExportedClass[];
  readonly input: Quantisation;
  readonly output: Quantisation;
  /** Frames in a window. */
  readonly frames: number;
  readonly rateHz: number;
  /** Distance between windows that it was trained with, ms. */
  readonly hopMs: number;
  /** Columns of a frame, in this order and unit. */
  readonly channels: readonly Channel[];
  readonly normaliser: Normaliser;
  readonly live: ExportedLive;
  /** Operators that the interpreter must have, each once. */
  readonly operators: readonly OperatorName[];
  readonly cost: ModelCost;
  readonly card: ModelCard;
}

/** Where the model comes from and how it was judged. */
export interface ModelCard {
  readonly recipe: TrainedModel['recipe'];
  readonly compression: CompressedModel['recipe'];
  readonly backend: TrainedModel['backend'];
  readonly epochCount: number;
  readonly dataHash: string;
  readonly heldOutBy: TrainedModel['heldOutBy'];
  /** Number of people or recordings held out; their names stay here. */
  readonly heldOutCount: number;
  readonly floatJudgement?: Judgement;
  readonly int8Judgement?: Judgement;
  readonly agreement: number | null;
  readonly floatCost: ModelCost;
  /** Unix epoch, ms. */
  readonly trainedAt: number;
}

/** Gathers what the files of the firmware folder say. */
export function exportedModel(
  trained: TrainedModel,
  compressed: CompressedModel,
  name = '',
  choices: LiveChoices = {},
): ExportedModel {
  const { graph } = compressed;
  const { windowing, channels, judgement } = trained;
  return {
    name,
    graph,
    tflite: compressed.tflite,
    sha256: compressed.sha256,
    classes: trained.classes.map((id) => classOf(trained, id)),
    input: graph.values[0]!.quantisation,
    output: graph.values.at(-1)!.quantisation,
    frames: framesOf(graph.values[0]!.shape, channels.length),
    rateHz: windowing.rateHz,
    hopMs: windowing.hopMs,
    channels,
    normaliser: trained.normaliser,
    live: exportedLive(trained, choices),
    operators: [...new Set(graph.layers.map(({ kind }) => OPERATOR_OF[kind]))],
    cost: compressed.cost,
    card: {
      recipe: trained.recipe,
      compression: compressed.recipe,
      backend: trained.backend,
      epochCount: trained.epochs.length,
      dataHash: trained.dataHash,
      heldOutBy: trained.heldOutBy,
      heldOutCount: trained.heldOutGroups.length,
      ...(judgement ? { floatJudgement: judgement } : {}),
      ...(compressed.judgement ? { int8Judgement: compressed.judgement } : {}),
      agreement: compressed.agreement,
      floatCost: compressed.floatCost,
      trainedAt: trained.trainedAt,
    },
  };
}

function classOf({ gestures }: TrainedModel, id: string): ExportedClass {
  if (id === NOTHING) return { label: 'nothing', kind: 'nothing' };
  const gesture = gestures.find((candidate) => candidate.id === id);
  return { label: gesture?.name ?? id, kind: gesture?.kind ?? 'event' };
}

function framesOf(shape: readonly number[], channelCount: number): number {
  return shape.reduce((product, size) => product * size, 1) / channelCount;
}

/** "40 frames, 1.6 s at 25 Hz". */
export function windowInWords({ frames, rateHz }: ExportedModel): string {
  return `${frames} frames, ${plainNumber(frames / rateHz)} s at ${plainNumber(rateHz)} Hz`;
}
