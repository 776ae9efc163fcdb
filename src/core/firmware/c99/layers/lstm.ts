import { Failure } from '#core/failure';
import type { Int8Gate, Int8LstmLayer, Int8Value } from '../../../compress/int8-graph';
import { SIGMOID_TABLE } from '../../../compress/int8-kernels/sigmoid-table';
import { weightArrays } from '../../../compress/operator-profile';
import { clampInt16 } from '../../../compress/quantise-values';
import { quantiseMultiplier } from '../../../compress/quantised-multiplier';
import type { CSource } from '../c-source';
import type { WeightBits } from '../kernels/code-book';
import { codedOutputsOrder, outputsOrder } from '../kernels/outputs';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';
import { codeBook, codeTables } from './weight-tables';

/** Fractional bits of a gate's sum, and the scale of what logistic and tanh give. */
const SUM_BITS = 12;
const GATE_SCALE = 2 ** -15;
/** Powers of the cell state's scale that tanh on int16 takes. */
const CELL_POWERS = { lowest: -28, highest: 2 };

/**
 * UNIDIRECTIONAL_SEQUENCE_LSTM, unit by unit: the four gates of one are four outputs at once.
 * `keepsRows` tells whether all hidden states are read later or the last one only.
 */
export function lstm(
  layer: Int8LstmLayer,
  model: ModelCode,
  { id, from, to, scratch }: LayerPlace,
  keepsRows: boolean,
): LayerCode {
  const { units, cellScale } = layer;
  const [frames, , features] = from.shape;
  const power = Math.round(Math.log2(cellScale));
  if (power < CELL_POWERS.lowest || power > CELL_POWERS.highest) {
    throw new Failure(
      'model-unsupported',
      `The cell scale of layer ${layer.name} is ${cellScale}.`,
    );
  }
  // In the order in which the kernel takes them: input, forget, cell, output.
  const halves = layer.gates.map((gate) => gateHalves(gate, from, to));
  const factors = [0, 1].flatMap((half) => halves.map((gate) => gate[half]!.factor));
  const keep = quantiseMultiplier(GATE_SCALE);
  const write = quantiseMultiplier((GATE_SCALE * GATE_SCALE) / cellScale);
  const show = quantiseMultiplier((GATE_SCALE * GATE_SCALE) / to.quantisation.scale);
  const { source } = model;
  const bits = model.bitsOf(id - 1);
  const kernels = model.kernels[bits].lstm;
  const weights = weightPointers(layer, source, id, features, bits);
  const bias = source.table(
    'int32_t',
    `bias_${id}`,
    Array.from({ length: units }, (_, unit) =>
      [0, 1].flatMap((half) => halves.map((gate) => gate[half]!.bias[unit]!)),
    ).flat(),
  );
  const multipliers = factors.map(({ multiplier }) => multiplier);
  const shifts = factors.map(({ shift }) => shift);
  const factor = source.table('int32_t', `factor_${id}`, multipliers);
  const shift = source.table('int8_t', `shift_${id}`, shifts);
  const sigmoid = source.table('uint16_t', 'sigmoid', SIGMOID_TABLE);
  source.call(kernels.sums, {});
  const call = source.call(kernels.sequence, {
    frames,
    features,
    units,
    y_step: keepsRows ? units : 0,
    keep_factor: keep.multiplier,
    keep_shift: keep.shift,
    write_factor: write.multiplier,
    write_shift: write.shift,
    show_factor: show.multiplier,
    show_shift: show.shift,
    cell_shift: power + SUM_BITS,
    limit: clampInt16(Math.trunc((layer.cellClip ?? 0) / cellScale)),
    zero: to.quantisation.zeroPoint,
  });
  return () => [call('x', 'y', scratch, 'cells', ...weights, bias, factor, shift, sigmoid)];
}

interface GateHalf {
  readonly bias: Int32Array;
  readonly factor: { readonly multiplier: number; readonly shift: number };
}

/** What a gate makes of the input, and of the hidden state: two dense layers. */
function gateHalves(gate: Int8Gate, from: Int8Value, to: Int8Value): GateHalf[] {
  const none = new Int32Array(gate.bias.length);
  return [
    { matrix: gate.weights, value: from, bias: gate.bias },
    { matrix: gate.recurrentWeights, value: to, bias: none },
  ].map(({ matrix, value, bias }) => {
    const inputs = matrix.data.length / bias.length;
    const { scale, zeroPoint } = value.quantisation;
    return {
      bias: bias.map((offset, unit) => {
        const row = matrix.data.subarray(unit * inputs, (unit + 1) * inputs);
        return offset - zeroPoint * row.reduce((sum, weight) => sum + weight, 0);
      }),
      factor: quantiseMultiplier(scale * matrix.scale * 2 ** SUM_BITS),
    };
  });
}

function weightPointers(
  layer: Int8LstmLayer,
  source: CSource,
  id: number,
  features: number,
  bits: WeightBits,
): string[] {
  if (bits === 8) {
    const ordered = orderedWeights(layer, features, (rows, size) => [
      ...outputsOrder(rows, rows.length / size, 1, size),
    ]);
    return [source.table('int8_t', `weights_${id}`, ordered)];
  }
  const book = codeBook(weightArrays(layer));
  const codes = orderedWeights(layer, features, (rows, size) => [
    ...codedOutputsOrder(book.codesOf(rows), rows.length / size, size, bits),
  ]);
  return codeTables(source, id, codes, book);
}

/** Unit by unit: what the four gates give the input, then the hidden state. */
function orderedWeights(
  { gates, units }: Int8LstmLayer,
  features: number,
  order: (rows: readonly number[], size: number) => number[],
): number[] {
  const rowOf = (data: Int8Array, size: number, unit: number) =>
    data.subarray(unit * size, (unit + 1) * size);
  return Array.from({ length: units }, (_, unit) => {
    const ofInput = gates.flatMap(({ weights }) => [...rowOf(weights.data, features, unit)]);
    const ofHidden = gates.flatMap((gate) => [...rowOf(gate.recurrentWeights.data, units, unit)]);
    return [...order(ofInput, features), ...order(ofHidden, units)];
  }).flat();
}
