/**
 * The share of weights that are zero in one epoch (1-based) of `epochs`: rises fast while many weights
 * are to spare and levels off towards `final`, which the last epoch has (Zhu and Gupta 2017,
 * equation 1, from no zeros at all). `exponent` 1 is a straight line.
 */
export function sparsityAt(final: number, epoch: number, epochs: number, exponent = 3): number {
  if (epoch >= epochs) return final;
  return final * (1 - (1 - Math.max(0, epoch) / epochs) ** exponent);
}
