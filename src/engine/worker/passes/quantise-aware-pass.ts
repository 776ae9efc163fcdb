import { calibrate } from '#core/compress/calibrate';
import type { QuantiseAwareStep } from '#core/compress/compression-recipe';
import { foldBatchNorm } from '#core/compress/fold';
import { fineTune } from './fine-tune';
import type { Pass } from './pass';

/** Trains with the rounding of int8 in the forward pass, over the ranges that it will have. */
export const practiseRounding: Pass<QuantiseAwareStep> = async (graph, step, context) => {
  const { values, classIndex } = context.calibration;
  const { perChannelDense, calibration } = context.compression;
  return {
    graph: await fineTune(foldBatchNorm(graph), step.epochs, context, {
      fakeQuantise: {
        perChannelDense,
        rangesOf: (now) => calibrate(now, values, classIndex.length, calibration),
      },
    }),
  };
};
