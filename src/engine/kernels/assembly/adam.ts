import { multiplyAdd } from './vectors';

/**
 * One step of Adam (Kingma and Ba 2015) for `count` parameters, a multiple of 4. `stepSize` and
 * `epsilon` hold the bias corrections already; where `mask` (0: none) is 0 a parameter stays.
 */
export function adam(
  value: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  mask: usize,
  count: i32,
  beta1: f32,
  beta2: f32,
  stepSize: f32,
  epsilon: f32,
): void {
  const keep1 = f32x4.splat(beta1);
  const keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(1 - beta1);
  const take2 = f32x4.splat(1 - beta2);
  const step = f32x4.splat(stepSize);
  const floor = f32x4.splat(epsilon);
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    let slope = v128.load(gradient + at);
    if (mask) slope = f32x4.mul(slope, v128.load(mask + at));
    const m = multiplyAdd(f32x4.mul(v128.load(mean + at), keep1), slope, take1);
    const v = multiplyAdd(f32x4.mul(v128.load(square + at), keep2), f32x4.mul(slope, slope), take2);
    v128.store(mean + at, m);
    v128.store(square + at, v);
    const change = f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.sqrt(v), floor));
    v128.store(value + at, f32x4.sub(v128.load(value + at), change));
  }
}
