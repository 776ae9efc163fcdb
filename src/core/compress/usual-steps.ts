import type { Calibration, CompressionStep } from './compression-recipe';

/** A knock on the sensor is left out of the ranges; without one this costs next to nothing. */
export const USUAL_CALIBRATION: Calibration = { method: 'percentile', percentile: 99.9 };

type Kind = CompressionStep['kind'];

type Settings = {
  readonly [K in Kind]?: Partial<Extract<CompressionStep, { readonly kind: K }>>;
};

/**
 * The steps that `chosen` names, switched on unless it says otherwise, with settings to begin with
 * where it gives none. They come in the order in which they do most good: a smaller network first,
 * then fewer channels, then single weights; values are shared among what is left, and rounding is
 * learnt last, because any later change of the weights would undo it.
 */
export function usualSteps(chosen: Settings): CompressionStep[] {
  const every: readonly CompressionStep[] = [
    {
      kind: 'distil',
      enabled: true,
      epochs: 20,
      student: { preset: 'conv1d', width: 0.5 },
      temperature: 2,
      mix: 0.5,
      ...chosen.distil,
    },
    {
      kind: 'prune-channels',
      enabled: true,
      epochs: 8,
      share: 0.25,
      ...chosen['prune-channels'],
    },
    {
      kind: 'prune-weights',
      enabled: true,
      epochs: 6,
      sparsity: 0.5,
      ...chosen['prune-weights'],
    },
    { kind: 'cluster', enabled: true, epochs: 2, clusters: 16, ...chosen.cluster },
    { kind: 'quantise-aware', enabled: true, epochs: 4, ...chosen['quantise-aware'] },
  ];
  return every.filter(({ kind }) => chosen[kind] !== undefined);
}
