export { adam } from './adam';
export { depthwise, depthwiseInput, depthwiseWeights } from './depthwise';
export {
  add,
  addClamped,
  clampGradient,
  clear,
  copyImages,
  logistic,
  logisticGradient,
  multiplyEach,
  scaleShift,
  tanh,
  tanhGradient,
} from './elementwise';
export { fakeQuantise, fakeQuantiseColumns, largestOfColumns } from './fake-quantise';
export { lstmFrame, lstmFrameGradient } from './lstm';
export { multiply, multiplyTransposed, spread, transpose } from './matrix';
export { moments, normaliseGradient } from './normalise';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pool';
export { softmax } from './softmax';

/** Where free memory begins, bytes. */
export function heapBase(): usize {
  return __heap_base;
}
