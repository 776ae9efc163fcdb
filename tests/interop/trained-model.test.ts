import { expect, test } from 'vitest';
import type { CompressionRecipe } from '../../src/core/compress/compression-recipe';
import { quantiseInto } from '../../src/core/compress/quantise-values';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import { usualSteps } from '../../src/core/compress/usual-steps';
import type { PresetId } from '../../src/core/model/trained-model';
import { runCompress } from '../../src/engine/worker/jobs/compress-job';
import { runTrain } from '../../src/engine/worker/jobs/train-job';
import { modelInputs, windowsOfModel } from '../../src/engine/worker/jobs/windows-of';
import { PRESET_IDS } from '../support/preset-int8-graph';
import { simulatedRecordings } from '../support/simulated-recordings';
import { runOracle } from './oracle';

const tflm = process.env.NODLAB_TFLM;
const litert = process.env.NODLAB_LITERT;
const data = simulatedRecordings(3, 4);
const silent = { knownBackends: {}, report() {}, learn() {} };

test.skipIf(!tflm).each(PRESET_IDS)(
  'a trained and compressed %s gives the same outputs here and on TensorFlow Lite Micro',
  async (preset) => {
    const { model, compressed } = await makeModel(preset);
    const { set, split } = windowsOfModel(data, model);
    const indices = Uint32Array.from([...split.heldOut, ...split.train]);
    const values = modelInputs(set, indices, model.normaliser).values;
    const runner = createInt8Runner(compressed.graph);
    const size = runner.values[0]!.length;
    const inputs = Array.from(indices, (_, row) => {
      const input = new Int8Array(size);
      const { quantisation } = compressed.graph.values[0]!;
      quantiseInto(values.subarray(row * size, (row + 1) * size), quantisation, input);
      return input;
    });
    const [given] = runOracle(tflm!, 'tflm', [{ graph: compressed.graph, inputs }]);
    const ours = inputs.flatMap((input) => {
      runner.run(input);
      return runner.values.flatMap((value) => [...value]);
    });
    console.log(`${preset}: ${ours.length} values of ${inputs.length} windows compared`);
    expect(Buffer.from(given!).equals(Buffer.from(Int8Array.from(ours)))).toBe(true);
    if (litert) {
      const [theirs] = runOracle(litert, 'litert', [{ graph: compressed.graph, inputs }]);
      const outputs = inputs.flatMap((input) => [...runner.run(input)]);
      const differences = outputs.map((value, at) => Math.abs(value - theirs![at]!));
      const differing = differences.filter((difference) => difference > 0).length;
      console.log(
        `${preset}: LiteRT differs in ${differing} of ${outputs.length} outputs, by ${Math.max(...differences)} at most`,
      );
      expect(Math.max(...differences)).toBeLessThanOrEqual(LARGEST_ROUNDING);
    }
  },
);

/** As the export page has it: a step or two in the last dense layer move a softmax by a few. */
const LARGEST_ROUNDING = 32;

async function makeModel(preset: PresetId) {
  const model = await runTrain(
    {
      data,
      recipe: {
        preset,
        backend: 'wasm',
        epochs: 2,
        batchSize: 16,
        learningRate: 3e-3,
        seed: 5,
        patience: 0,
        balanceClasses: true,
        augment: true,
        heldOutSubjects: [],
      },
    },
    silent,
  );
  const recipe: CompressionRecipe = {
    steps: usualSteps({ 'prune-channels': { epochs: 1 }, 'prune-weights': { epochs: 1 } }),
    calibration: { method: 'min-max' },
    perChannelDense: false,
  };
  return { model, compressed: await runCompress({ data, model, recipe }, silent) };
}
