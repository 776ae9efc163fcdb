import type { LstmLayer } from '#core/model/graph';
import { type LayerSetting, limitsOf, type WasmLayer } from '../layer';
import { Parameter } from '../parameter';
import { roundedWeights } from '../rounded-weights';
import { padded } from '../workspace';

const GATES = 4;
const [LOWEST, HIGHEST] = limitsOf('none');

/**
 * Over the frames of `[frames, 1, features]`. What the frames bring is one product for all of them;
 * then frame after frame what the state brings. Each gate's units are filled up to whole vectors.
 */
export function buildLstm(
  layer: LstmLayer,
  { workspace, inputs, output, images, keepZeros }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const { units } = layer;
  const [frames, , features] = input.shape;
  const unitStride = padded(units);
  const columns = GATES * unitStride;
  const stateRow = frames * unitStride * 4;
  const gatesRow = frames * columns * 4;
  const rowCount = images * frames;

  const weights = new Parameter(workspace, features, columns);
  const recurrent = new Parameter(workspace, units, columns);
  const bias = new Parameter(workspace, 1, columns);
  const used = roundedWeights(workspace, weights, layer.weightScales?.subarray(0, GATES), GATES);
  const usedRecurrent = roundedWeights(
    workspace,
    recurrent,
    layer.weightScales?.subarray(GATES),
    GATES,
  );

  const gates = workspace.floats(rowCount * columns);
  const cell = workspace.floats(rowCount * unitStride);
  const dsums = workspace.floats(rowCount * columns);
  const dcell = workspace.floats(images * unitStride);
  const featureStride = padded(features);
  const turned = workspace.floats(columns * featureStride);
  const turnedRecurrent = workspace.floats(columns * unitStride);
  const run = workspace.table([0]);
  const everyRow = workspace.table(
    Array.from({ length: rowCount }, (_, row) => row * input.stride * 4),
  );
  const everyImage = workspace.table(
    Array.from({ length: images }, (_, image) => image * stateRow),
  );
  const stateAt = (frame: number) => frame * unitStride * 4;
  const gatesAt = (frame: number) => frame * columns * 4;

  const write = (from: LstmLayer) => {
    weights.write(toColumns(from.weights, features, units), keepZeros);
    recurrent.write(toColumns(from.recurrentWeights, units, units), keepZeros);
    bias.write(toColumns(from.bias, 1, units), false);
  };
  write(layer);

  return {
    parameters: [weights, recurrent, bias],
    forward(count) {
      used.refresh();
      usedRecurrent.refresh();
      kernels.multiply(
        input.at,
        everyRow,
        count * frames,
        run,
        1,
        features,
        used.at,
        columns,
        bias.value,
        gates,
        columns * 4,
        LOWEST,
        HIGHEST,
      );
      for (let frame = 0; frame < frames; frame++) {
        const sums = gates + gatesAt(frame);
        if (frame > 0) {
          kernels.multiply(
            output.at + stateAt(frame - 1),
            everyImage,
            count,
            run,
            1,
            units,
            usedRecurrent.at,
            columns,
            0,
            sums,
            gatesRow,
            LOWEST,
            HIGHEST,
          );
        }
        const before = frame > 0 ? cell + stateAt(frame - 1) : 0;
        const now = stateAt(frame);
        kernels.lstmFrame(
          sums,
          gatesRow,
          before,
          cell + now,
          output.at + now,
          stateRow,
          count,
          unitStride,
        );
      }
    },
    backward(count) {
      const dhidden = output.gradient!;
      kernels.transpose(usedRecurrent.at, columns, columns, 1, units, unitStride, turnedRecurrent);
      kernels.clear(dcell, count * unitStride * 4);
      for (let frame = frames - 1; frame >= 0; frame--) {
        const now = stateAt(frame);
        if (frame < frames - 1) {
          kernels.spread(
            dsums + gatesAt(frame + 1),
            gatesRow,
            count,
            columns,
            turnedRecurrent,
            dhidden + now,
            everyImage,
            run,
            1,
            unitStride,
          );
        }
        kernels.lstmFrameGradient(
          dhidden + now,
          gates + gatesAt(frame),
          gatesRow,
          frame > 0 ? cell + stateAt(frame - 1) : 0,
          cell + now,
          stateRow,
          dcell,
          dsums + gatesAt(frame),
          count,
          unitStride,
        );
        if (frame === 0) continue;
        kernels.multiplyTransposed(
          output.at + stateAt(frame - 1),
          everyImage,
          count,
          run,
          1,
          units,
          dsums + gatesAt(frame),
          gatesRow,
          columns,
          recurrent.gradient,
        );
      }
      const rows = count * frames;
      kernels.clampGradient(dsums, dsums, rows, columns, LOWEST, HIGHEST, bias.gradient);
      kernels.multiplyTransposed(
        input.at,
        everyRow,
        rows,
        run,
        1,
        features,
        dsums,
        columns * 4,
        columns,
        weights.gradient,
      );
      if (input.gradient === undefined) return;
      kernels.transpose(used.at, columns, columns, 1, features, featureStride, turned);
      kernels.spread(
        dsums,
        columns * 4,
        rows,
        columns,
        turned,
        input.gradient,
        everyRow,
        run,
        1,
        featureStride,
      );
    },
    read: () => ({
      ...layer,
      weights: fromColumns(weights.read(), features, units),
      recurrentWeights: fromColumns(recurrent.read(), units, units),
      bias: fromColumns(bias.read(), 1, units),
    }),
    write: (from) => write(from as LstmLayer),
    roundWeights(rounding) {
      // A scale for each gate is all that int8 has.
      const own = rounding === 'none' ? 'none' : 'per-tensor';
      used.round(own);
      usedRecurrent.round(own);
    },
  };
}

/** `[4·units × inputs]` to `[inputs × 4·padded(units)]`. */
function toColumns(weights: Float32Array, inputs: number, units: number): Float32Array {
  const stride = padded(units);
  const columns = new Float32Array(inputs * GATES * stride);
  eachWeight(inputs, units, stride, (at, column) => {
    columns[column] = weights[at]!;
  });
  return columns;
}

function fromColumns(columns: Float32Array, inputs: number, units: number): Float32Array {
  const weights = new Float32Array(GATES * units * inputs);
  eachWeight(inputs, units, padded(units), (at, column) => {
    weights[at] = columns[column]!;
  });
  return weights;
}

function eachWeight(
  inputs: number,
  units: number,
  stride: number,
  visit: (at: number, column: number) => void,
): void {
  for (let gate = 0; gate < GATES; gate++) {
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++) {
        const at = (gate * units + unit) * inputs + input;
        visit(at, input * GATES * stride + gate * stride + unit);
      }
    }
  }
}
