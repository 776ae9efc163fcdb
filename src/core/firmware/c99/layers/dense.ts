import type { Int8DenseLayer } from '../../../compress/int8-graph';
import { layerFactors } from '../factors';
import { factorArguments } from '../kernels/blocks';
import { outputsOrder } from '../kernels/outputs';
import type { LayerCode, LayerPlace, ModelCode } from './layer-code';

/** FULLY_CONNECTED: `outputs` at the one place there is. */
export function dense(layer: Int8DenseLayer, model: ModelCode, place: LayerPlace): LayerCode {
  const { source, traits } = model;
  const [filters, size] = layer.weights.shape as [number, number];
  const factors = layerFactors(layer, place.from, place.to);
  const { pointers, sizes } = factorArguments(source, place.id, factors, traits);
  const ordered = outputsOrder(layer.weights.data, filters, 1, size);
  const weights = source.table('int8_t', `weights_${place.id}`, ordered);
  const call = source.call(model.outputs, { filters, rows: 1, size, ...sizes });
  return () => [call('x', '0', 'y', weights, ...pointers)];
}
