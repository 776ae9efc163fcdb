import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataRequest } from '#core/dataset/labelled-recording';
import { cutWindows } from '#core/dataset/windowing';
import type { ModelGraph } from '#core/model/graph';
import { PRESETS } from '#core/model/presets';
import type { PresetId } from '#core/model/trained-model';
import { CALIBRATION_WINDOWS, evenly } from '../../src/engine/worker/jobs/compress-job';
import { runTrain } from '../../src/engine/worker/jobs/train-job';
import { modelInputs, windowsOfModel } from '../../src/engine/worker/jobs/windows-of';
import { REAL_DATA } from '../../tests/real/real-data';
import { GESTURES, ST_FOLDER, stRecordings } from '../../tests/real/st-headphone';
import { simulatedRecordings } from '../../tests/support/simulated-recordings';

/** A trained preset and the windows, normalised, row-major. */
export interface TrainedNetwork {
  readonly id: PresetId;
  /** Batch normalisation not folded yet. */
  readonly graph: ModelGraph;
  /** Numbers in a window. */
  readonly windowSize: number;
  /** Windows that it was trained on, as many as the studio calibrates on. */
  readonly calibration: Float32Array;
  /** Windows of recordings that it was not trained on, one at every frame. */
  readonly evaluation: Float32Array;
}

const EPOCHS = 5;
/** Windows start as near to each other as they can. */
const NEAREST_HOP_MS = 1;

/** Every preset, trained briefly on the ST recordings, or simulated ones where those are missing. */
export async function trainNetworks(): Promise<{ source: string; networks: TrainedNetwork[] }> {
  const { source, data, heldOutSubjects } = recordings();
  const networks: TrainedNetwork[] = [];
  for (const { id } of PRESETS) networks.push(await trainNetwork(id, data, heldOutSubjects));
  return { source, networks };
}

function recordings(): { source: string; data: DataRequest; heldOutSubjects: string[] } {
  if (!existsSync(join(REAL_DATA, ST_FOLDER))) {
    const data = simulatedRecordings(6, 6);
    return { source: 'simulated recordings', data, heldOutSubjects: ['Person 5', 'Person 6'] };
  }
  return {
    source: 'ST headphone recordings',
    data: {
      recordings: stRecordings((file) => file),
      gestures: GESTURES,
      windowing: {
        rateHz: 26,
        lengthMs: 2000,
        hopMs: 250,
        channelNames: ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'],
      },
    },
    heldOutSubjects: ['lsm6dsv16bx/nod1', 'lsm6dsv16bx/shake1', 'lsm6dsox/swing'],
  };
}

async function trainNetwork(
  preset: PresetId,
  data: DataRequest,
  heldOutSubjects: readonly string[],
): Promise<TrainedNetwork> {
  const recipe = {
    preset,
    backend: 'wasm',
    epochs: EPOCHS,
    batchSize: 32,
    learningRate: 3e-3,
    seed: 1,
    patience: 0,
    balanceClasses: true,
    augment: true,
    heldOutSubjects,
  } as const;
  const model = await runTrain({ data, recipe }, { knownBackends: {}, report() {}, learn() {} });
  const { set, split } = windowsOfModel(data, model);
  const inputs = (indices: Uint32Array) => modelInputs(set, indices, model.normaliser).values;
  const heldOut = cutWindows({
    ...data,
    recordings: data.recordings.filter(({ subject }) => heldOutSubjects.includes(subject)),
    windowing: { ...data.windowing, hopMs: NEAREST_HOP_MS },
  });
  const every = Uint32Array.from({ length: heldOut.count }, (_, index) => index);
  return {
    id: preset,
    graph: model.graph,
    windowSize: set.frames * set.channels.length,
    calibration: inputs(evenly(split.train, CALIBRATION_WINDOWS)),
    evaluation: modelInputs(heldOut, every, model.normaliser).values,
  };
}
