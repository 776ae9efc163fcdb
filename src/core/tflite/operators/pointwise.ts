import type { LayerOf } from '../file-graph';
import type { OperatorCodec, OperatorVersion } from './operator-codec';

type PointwiseLayer = LayerOf<'relu'>;

const FIRST: OperatorVersion = { version: 1, since: '1.14.0' };
const SECOND: OperatorVersion = { version: 2, since: '1.14.0' };

export const relu = pointwise('relu', { version: 2, since: '2.1.0' }, '1.5.0');
export const relu6 = pointwise('relu6', SECOND, '1.5.0');
export const logistic = pointwise('logistic', SECOND, '1.14.0');
export const tanh = pointwise('tanh', SECOND, '1.14.0');
/** From int8 to int8: the ends of a file with float32 ends are no layers. */
export const requantise = pointwise('requantise', FIRST, '1.14.0');

function pointwise(
  kind: PointwiseLayer['kind'],
  int8: OperatorVersion,
  floatSince: string,
): OperatorCodec<PointwiseLayer> {
  return {
    versions: { int8, float32: { version: 1, since: floatSince } },
    write: () => ({ inputs: [] }),
    read: () => ({ kind }),
  };
}
