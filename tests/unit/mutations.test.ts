import { expect, test } from 'vitest';
import { createInt8Runner } from '../../src/core/compress/run-int8';
import { readInt8Graph } from '../../src/core/tflite/read-tflite';
import { readGolden } from '../support/golden';
import { loadMutant, type Mutation } from '../support/mutant';

/** Rules of rounding, each broken in the way that comes to mind first. */
const MUTATIONS: readonly Mutation[] = [
  {
    name: 'one rounding instead of two',
    file: 'compress/quantised-multiplier.ts',
    find: 'const product = saturatingRoundingDoublingHighMul(shifted, multiplier);',
    replace: `if (shift < 0) {
      return Number((BigInt(x) * BigInt(multiplier) + (1n << BigInt(30 - shift))) >> BigInt(31 - shift));
    }
    const product = saturatingRoundingDoublingHighMul(shifted, multiplier);`,
  },
  {
    name: 'halves upwards instead of away from zero',
    file: 'compress/quantised-multiplier.ts',
    find: '(mask >> 1) + (x < 0 ? 1 : 0)',
    replace: '(mask >> 1)',
  },
  {
    name: 'the high product cut instead of rounded',
    file: 'compress/quantised-multiplier.ts',
    find: '(a * (b & 0xffff) + 0x40000000)',
    replace: '(a * (b & 0xffff))',
  },
  {
    name: 'a multiplier of 24 bits',
    file: 'compress/quantised-multiplier.ts',
    find: 'let multiplier = roundHalfAway(fraction * 2 ** 31);',
    replace: 'let multiplier = roundHalfAway(fraction * 2 ** 24) * 2 ** 7;',
  },
  {
    name: 'the limit of relu6 divided in float64',
    file: 'compress/quantised-multiplier.ts',
    find: 'Math.fround(6 / scale)',
    replace: '6 / scale',
  },
  {
    name: 'the product of scales in float32',
    file: 'compress/int8-kernels/kernel.ts',
    find: '(inputScale * weightScale) / outputScale',
    replace: 'Math.fround(inputScale * weightScale) / outputScale',
  },
  {
    name: "the product of an LSTM's scales in float32",
    file: 'compress/int8-kernels/lstm.ts',
    find: '(quantisation.scale * scale) / 2 ** SUM_POWER',
    replace: 'Math.fround(quantisation.scale * scale) / 2 ** SUM_POWER',
  },
  {
    name: 'the quotient of relu in float32',
    file: 'compress/int8-kernels/relu.ts',
    find: 'from.scale / to.scale',
    replace: 'Math.fround(from.scale / to.scale)',
  },
  {
    name: 'the quotient of QUANTIZE in float32',
    file: 'compress/int8-kernels/requantise.ts',
    find: 'from.scale / to.scale',
    replace: 'Math.fround(from.scale / to.scale)',
  },
  {
    name: 'what is odd in the padding before the first value',
    file: 'model/shapes.ts',
    find: 'const before = total >> 1;',
    replace: 'const before = total - (total >> 1);',
  },
  {
    name: 'a border of 0 instead of the zero point',
    file: 'compress/int8-kernels/pad.ts',
    find: 'output.fill(to.quantisation.zeroPoint)',
    replace: 'output.fill(0)',
  },
  {
    name: 'an average pool that rounds halves upwards',
    file: 'compress/int8-kernels/average-pool2d.ts',
    find: 'Math.trunc((sum > 0 ? sum + half : sum - half) / count)',
    replace: 'Math.floor((sum + half) / count)',
  },
  {
    name: 'a mean whose count is in the real factor',
    file: 'compress/int8-kernels/mean.ts',
    find: 'const whole = quantiseMultiplier(real);',
    replace:
      'if (count > 0) return quantiseMultiplier(real / count);\n  const whole = quantiseMultiplier(real);',
  },
  {
    name: 'a sum shifted by 19 bits',
    file: 'compress/int8-kernels/add.ts',
    find: 'const LEFT_SHIFT = 20;',
    replace: 'const LEFT_SHIFT = 19;',
  },
  {
    name: 'a sum in float64',
    file: 'compress/int8-kernels/add.ts',
    find: 'const real = multiplyByQuantisedMultiplier(sum, multiplier, shift) + zeroPoint;',
    replace: `const [p, q] = [first.quantisation, second.quantisation];
      const exact = p.scale * (left[i]! - p.zeroPoint) + q.scale * (right[i]! - q.zeroPoint);
      const real = Math.round(exact / scale) + zeroPoint + 0 * (sum + multiplier + shift);`,
  },
  {
    name: 'a softmax in float64',
    file: 'compress/int8-kernels/softmax.ts',
    find: 'const headroom = Math.clz32(sum);',
    replace: `const reals = Array.from(input.subarray(start, start + channels), (value) =>
        Math.exp((value - highest) * from.quantisation.scale),
      );
      const total = reals.reduce((a, b) => a + b, 0);
      if (total > 0) {
        for (const [c, one] of reals.entries()) {
          output[start + c] = clampInt8(Math.round((256 * one) / total) - 128);
        }
        continue;
      }
      const headroom = Math.clz32(sum);`,
  },
  {
    name: 'a softmax whose sum is cut',
    file: 'compress/int8-kernels/softmax.ts',
    find: 'sum += roundingDivideByPowerOfTwo(exponential, SUM_BITS)',
    replace: 'sum += exponential >> SUM_BITS',
  },
  {
    name: 'a logistic in float64',
    file: 'compress/int8-kernels/logistic.ts',
    find: 'roundingDivideByPowerOfTwo(logisticOf(input), 23) - 128',
    replace: 'Math.round(256 / (1 + Math.exp(-input / 2 ** 27))) - 128',
  },
  {
    name: 'a tanh in float64',
    file: 'compress/int8-kernels/tanh.ts',
    find: 'roundingDivideByPowerOfTwo(tanhOf(input), 24)',
    replace: 'Math.round(128 * Math.tanh(input / 2 ** 27))',
  },
  {
    name: 'a logistic and a tanh without the end of their range',
    file: 'compress/int8-kernels/saturating-input.ts',
    find: 'const radius = Math.floor((15 * 2 ** 27) / 2 ** wholeBits);',
    replace: 'const radius = 256 + 0 * wholeBits;',
  },
  {
    name: "an LSTM's logistic from the nearest numbers",
    file: 'compress/int8-kernels/int16-activations.ts',
    find: 'SIGMOID_TABLE[at]! << 9',
    replace: 'Math.round(65536 / (1 + Math.exp(-at / 24))) << 9',
  },
  {
    name: "an LSTM's tanh without interpolation",
    file: 'compress/int8-kernels/int16-activations.ts',
    find: '(SIGMOID_TABLE[at]! << 8) + (size & 255) * stepAt(at)',
    replace: '(SIGMOID_TABLE[at]! << 8)',
  },
  {
    name: "an LSTM's sums brought to int16 together",
    file: 'compress/int8-kernels/lstm.ts',
    find: 'return clampInt16(times(sum, factor));',
    replace: 'return times(sum, factor);',
  },
  {
    name: "an LSTM's cell without limits",
    file: 'compress/int8-kernels/lstm.ts',
    find: 'clip(clampInt16(kept + written))',
    replace: 'clip(kept + written)',
  },
  {
    name: "an LSTM's state kept from run to run",
    file: 'compress/int8-kernels/lstm.ts',
    find: 'cells.fill(0);\n    hidden.fill(zeroPoint);',
    replace: '',
  },
];

const golden = readGolden().map(({ tflite, values }) => ({ graph: readInt8Graph(tflite), values }));

/** Golden models whose values this runner does not give, the second time it runs. */
function differing(create: typeof createInt8Runner): number {
  return golden.filter(({ graph, values }) => {
    const runner = create(graph);
    const input = values.slice(0, runner.values[0]!.length);
    runner.run(input);
    runner.run(input);
    return runner.values.flatMap((value) => [...value]).join() !== values.join();
  }).length;
}

test('without a change every golden model is as it should be', () => {
  expect(differing(createInt8Runner)).toBe(0);
});

test.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
  'the golden models tell %s',
  async (_, mutation) => {
    const mutant = await loadMutant(mutation);
    expect(differing(mutant.createInt8Runner)).toBeGreaterThan(0);
  },
  30_000,
);
