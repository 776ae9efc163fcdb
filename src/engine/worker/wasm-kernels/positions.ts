/**
 * First output position whose tap falls inside the input: the smallest `o ≥ 0` with
 * `o · stride + offset ≥ 0`, `offset` being the tap's index less the padding before.
 */
export function firstPosition(offset: number, stride: number): number {
  return offset >= 0 ? 0 : Math.ceil(-offset / stride);
}

/** Last output position whose tap falls inside the input; below the first if there is none. */
export function lastPosition(
  offset: number,
  stride: number,
  inputs: number,
  outputs: number,
): number {
  return Math.min(outputs - 1, Math.floor((inputs - 1 - offset) / stride));
}
