import { createInt8Runner } from '../../src/core/compress/run-int8';
import { createFloatRunner } from '../../src/core/model/run-float';
import type { TfliteModel } from '../../src/core/tflite/tflite-model';

/**
 * What a read model gives for one input after the other, both as the bytes of the file's own types;
 * float ends as the reference kernels of QUANTIZE and DEQUANTIZE compute them.
 */
export function runTflite(model: TfliteModel, inputs: Uint8Array): Uint8Array {
  const run = runnerOf(model);
  const outputs: Uint8Array[] = [];
  const size = run.inputBytes;
  for (let at = 0; at < inputs.length; at += size) {
    outputs.push(run.once(inputs.slice(at, at + size)));
  }
  return Uint8Array.from(outputs.flatMap((output) => [...output]));
}

function runnerOf(model: TfliteModel): {
  readonly inputBytes: number;
  once(input: Uint8Array): Uint8Array;
} {
  if (model.kind === 'float') {
    const runner = createFloatRunner(model.graph);
    return {
      inputBytes: runner.values[0]!.byteLength,
      once: (input) => bytesOf(runner.run(new Float32Array(input.buffer))),
    };
  }
  const runner = createInt8Runner(model.graph);
  const first = runner.values[0]!;
  if (model.ends === 'int8') {
    return {
      inputBytes: first.length,
      once: (input) => bytesOf(runner.run(new Int8Array(input.buffer))),
    };
  }
  const from = model.graph.values[0]!.quantisation;
  const to = model.graph.values.at(-1)!.quantisation;
  return {
    inputBytes: first.length * 4,
    once(input) {
      const quantised = Int8Array.from(new Float32Array(input.buffer), (real) => {
        const scaled = Math.fround(real / from.scale);
        const rounded = Math.sign(scaled) * Math.round(Math.abs(scaled)) + from.zeroPoint;
        return Math.max(-128, Math.min(127, rounded));
      });
      const output = runner.run(quantised);
      return bytesOf(Float32Array.from(output, (value) => to.scale * (value - to.zeroPoint)));
    },
  };
}

function bytesOf(values: Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(values.slice().buffer);
}
