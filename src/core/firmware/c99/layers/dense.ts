import type { Int8DenseLayer } from '../../../compress/int8-graph';
import { layerFactors } from '../factors';
import { factorArguments } from '../kernels/blocks';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';
import { outputsWeights } from './weight-tables';

/** FULLY_CONNECTED: `outputs` at the one place there is. */
export function dense(layer: Int8DenseLayer, model: ModelCode, place: LayerPlace): LayerCode {
  const { source, traits } = model;
  const [filters, size] = layer.weights.shape as [number, number];
  const factors = layerFactors(layer, place.from, place.to);
  const { pointers, sizes } = factorArguments(source, place.id, factors, traits);
  const bits = model.bitsOf(place.id - 1);
  const weights = outputsWeights(source, place.id, layer.weights.data, [filters, 1, size], bits);
  const call = source.call(model.kernels[bits].outputs, { filters, rows: 1, size, ...sizes });
  return () => [call('x', '0', 'y', ...weights, ...pointers)];
}
