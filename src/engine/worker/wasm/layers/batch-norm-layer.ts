import type { BatchNormLayer } from '#core/model/graph';
import { MOMENTUM } from '../../training/moving-statistics';
import { gradientTarget } from '../gradient-target';
import { type LayerSetting, limitsOf, type WasmLayer } from '../layer';
import { Parameter } from '../parameter';
import { positionsOf } from '../value';

/** Normalises by the batch in training and by moving statistics in inference. */
export function buildBatchNorm(
  layer: BatchNormLayer,
  { workspace, inputs, output, images }: LayerSetting,
): WasmLayer {
  const { kernels } = workspace;
  const input = inputs[0]!;
  const { stride } = output;
  const channels = output.shape[2];
  const gamma = new Parameter(workspace, 1, channels);
  const beta = new Parameter(workspace, 1, channels);
  const [mean, variance, rate, factor, shift] = Array.from({ length: 5 }, () =>
    workspace.floats(stride),
  ) as [number, number, number, number, number];
  const moving = { mean: layer.mean.slice(), variance: layer.variance.slice() };
  const target = gradientTarget(workspace, input, images);
  const own = target ? undefined : workspace.floats(images * positionsOf(input) * stride);
  const [lowest, highest] = limitsOf(layer.activation);
  const rowsOf = (count: number) => count * positionsOf(output);

  const write = (from: BatchNormLayer) => {
    gamma.write(from.gamma, false);
    beta.write(from.beta, false);
    moving.mean.set(from.mean);
    moving.variance.set(from.variance);
  };
  write(layer);

  /** Sets factor and shift from the moments of the batch, which the moving ones follow, or these. */
  const settle = (isTraining: boolean) => {
    const view = (at: number) => workspace.view(at, channels);
    const [rates, factors, shifts] = [view(rate), view(factor), view(shift)];
    const [means, variances] = [view(mean), view(variance)];
    const [gammas, betas] = [view(gamma.value), view(beta.value)];
    for (let c = 0; c < channels; c++) {
      if (isTraining) {
        moving.mean[c] = moving.mean[c]! * MOMENTUM + means[c]! * (1 - MOMENTUM);
        moving.variance[c] = moving.variance[c]! * MOMENTUM + variances[c]! * (1 - MOMENTUM);
      }
      const centre = isTraining ? means[c]! : moving.mean[c]!;
      const spread = isTraining ? variances[c]! : moving.variance[c]!;
      rates[c] = 1 / Math.sqrt(spread + layer.epsilon);
      factors[c] = gammas[c]! * rates[c]!;
      shifts[c] = betas[c]! - centre * factors[c]!;
    }
  };

  return {
    parameters: [gamma, beta],
    forward(count, mode) {
      const rows = rowsOf(count);
      const isTraining = mode === 'training';
      if (isTraining) kernels.moments(input.at, rows, stride, mean, variance);
      settle(isTraining);
      kernels.scaleShift(input.at, output.at, rows, stride, factor, shift, lowest, highest);
    },
    backward(count) {
      const rows = rowsOf(count);
      const dy = output.gradient!;
      kernels.clampGradient(dy, output.at, rows, stride, lowest, highest, 0);
      const dx = target?.at ?? own!;
      kernels.normaliseGradient(
        dy,
        input.at,
        dx,
        rows,
        stride,
        gamma.value,
        mean,
        rate,
        gamma.gradient,
        beta.gradient,
      );
      target?.done(count);
    },
    read: () => ({
      ...layer,
      gamma: gamma.read(),
      beta: beta.read(),
      mean: moving.mean.slice(),
      variance: moving.variance.slice(),
    }),
    write: (from) => write(from as BatchNormLayer),
  };
}
