import type { FileWeights } from '../file-graph';
import type { OperatorWriter } from './operator-codec';

/** Weights and bias of a convolution or dense layer: their tensors, in this order. */
export function addWeights(
  writer: OperatorWriter,
  name: string,
  weights: FileWeights,
  channelDimension: number,
): readonly [weights: number, bias: number] {
  const { shape, data, bias } = weights;
  const weightsName = `${name}/weights`;
  const biasName = `${name}/bias`;
  if (!('scales' in weights)) {
    return [
      writer.addConstant(weightsName, { shape, data }),
      writer.addConstant(biasName, { shape: [bias.length], data: bias }),
    ];
  }
  const { scales } = weights;
  const inputScale = writer.from.quantisation!.scale;
  const dimension = scales.length === 1 ? 0 : channelDimension;
  return [
    writer.addConstant(weightsName, { shape, data, scales, dimension }),
    writer.addConstant(biasName, {
      shape: [bias.length],
      data: bias,
      scales: scales.map((scale) => inputScale * scale),
    }),
  ];
}
