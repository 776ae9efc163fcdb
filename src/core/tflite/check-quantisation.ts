import type { Quantisation } from '#core/compress/int8-graph';
import type { FileLayer, FileValue } from './file-graph';
import { OPERATOR_OF } from './operator-names';
import { shortened, unsupported } from './tensor-reader';

/** Below it the softmax kernel's factor is no longer one of int32. */
const SMALLEST_SOFTMAX_SCALE = 2 ** -26;
/** ADD's sums have 20 bits more than int8. */
const ADD_BITS = 20;
/** Powers of two that the cell state's scale may have: int16 up to ±1 and ±32,768. */
const CELL_POWERS = { lowest: -15, highest: 0 } as const;

/**
 * What TensorFlow Lite Micro's int8 kernels ask of scales and zero points, which would otherwise
 * refuse or compute nonsense. Throws `Failure` (`model-unsupported`); float32 values pass.
 */
export function checkQuantisation(
  layer: FileLayer,
  from: readonly FileValue[],
  to: FileValue,
): void {
  const input = from[0]!.quantisation;
  const output = to.quantisation;
  if (!input || !output) return;
  const refuse = (what: string) =>
    unsupported(`${OPERATOR_OF[layer.kind]} "${shortened(layer.name)}" ${what}`);
  const expect = (scale: number, zeroPoint: number) => {
    if (output.scale === scale && output.zeroPoint === zeroPoint) return;
    throw refuse(`of output scale ${output.scale} and zero point ${output.zeroPoint}`);
  };
  switch (layer.kind) {
    case 'maxPool2d':
    case 'averagePool2d':
    case 'reshape':
    case 'pad':
    case 'lastFrame':
      if (!isSame(input, output)) throw refuse('with another scale after it than before');
      return;
    case 'softmax':
      expect(1 / 256, -128);
      if (input.scale <= SMALLEST_SOFTMAX_SCALE) throw refuse(`of input scale ${input.scale}`);
      return;
    case 'logistic':
      expect(1 / 256, -128);
      return;
    case 'tanh':
      expect(1 / 128, 0);
      return;
    case 'add': {
      const largest = Math.max(...from.map(({ quantisation }) => quantisation!.scale));
      if ((2 * largest) / 2 ** ADD_BITS >= output.scale) {
        throw refuse(`of output scale ${output.scale}`);
      }
      return;
    }
    case 'lstm': {
      const power = Math.log2(layer.cellScale ?? Number.NaN);
      if (!(power >= CELL_POWERS.lowest && power <= CELL_POWERS.highest)) {
        throw refuse(`of cell scale ${layer.cellScale}`);
      }
      return;
    }
    default:
      return;
  }
}

function isSame(a: Quantisation, b: Quantisation): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}
