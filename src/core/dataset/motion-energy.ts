import type { Signal } from '../motion/frame';

/** Shorter than any movement of a head, longer than the noise of a frame or two, ms. */
const SMOOTH_MS = 150;
/** Gravity and leaning change over this long, movements over less, ms. */
const SLOW_MS = 1000;
/** Enough values to know a median by. */
const MEDIAN_VALUES = 4096;

/**
 * How much moves, one value a frame, ≥ 0 and finite whatever the frames hold: the magnitude of the
 * rotation (dps, less its bias) where there is a gyroscope, else of the acceleration less its slow
 * part (g), else of whatever else there is, each channel in its own spread. Smoothed over 150 ms of
 * the frames' own clock; a wild frame by itself is passed over.
 */
export function motionEnergy(signal: Signal): Float32Array {
  const frames = signal.timestampMs.length;
  const squares = new Float64Array(frames);
  const add = (values: Float32Array, bias = 0, scale = 1) => {
    for (let i = 0; i < frames; i++) {
      const part = (values[i]! - bias) * scale;
      squares[i]! += part * part;
    }
  };
  const columnsOf = (unit: string) =>
    signal.channels.flatMap((channel, index) => (channel.unit === unit ? [index] : []));
  const gyro = columnsOf('dps');
  const acceleration = columnsOf('g');
  if (gyro.length > 0) {
    for (const index of gyro) {
      const values = columnOf(signal, index);
      add(values, medianOf(values));
    }
  } else if (acceleration.length > 0) {
    for (const index of acceleration) add(withoutSlowPart(signal, columnOf(signal, index)));
  } else {
    const others = columnsOf('raw');
    for (const index of others.length > 0 ? others : signal.channels.keys()) {
      const values = withoutSlowPart(signal, columnOf(signal, index));
      const spread = medianOf(values.map(Math.abs));
      add(values, 0, spread > 0 ? 1 / spread : 1);
    }
  }
  const magnitudes = new Float32Array(frames);
  for (let i = 0; i < frames; i++) {
    const here = squares[i]!;
    const before = squares[i - 1] ?? here;
    const after = squares[i + 1] ?? here;
    // Median of three.
    const middle = Math.max(Math.min(before, after), Math.min(Math.max(before, after), here));
    magnitudes[i] = Math.sqrt(middle);
  }
  // A running sum may end a hair below zero.
  return movingMean(signal.timestampMs, magnitudes, SMOOTH_MS).map((mean) => Math.max(0, mean));
}

/** One channel; a value that is not a number stays as it last was. */
function columnOf({ values, channels, timestampMs }: Signal, index: number): Float32Array {
  const column = new Float32Array(timestampMs.length);
  let last = 0;
  for (let i = 0; i < column.length; i++) {
    const value = values[i * channels.length + index]!;
    if (Number.isFinite(value)) last = value;
    column[i] = last;
  }
  return column;
}

function withoutSlowPart({ timestampMs }: Signal, values: Float32Array): Float32Array {
  const slow = movingMean(timestampMs, values, SLOW_MS);
  return values.map((value, i) => value - slow[i]!);
}

/** Mean of the frames within half of `widthMs` of each frame. */
function movingMean(
  timestampMs: Float64Array,
  values: Float32Array,
  widthMs: number,
): Float32Array {
  const means = new Float32Array(values.length);
  const reachMs = widthMs / 2;
  let sum = 0;
  let from = 0;
  let to = 0;
  for (let i = 0; i < values.length; i++) {
    const timeMs = timestampMs[i]!;
    while (to < values.length && timestampMs[to]! <= timeMs + reachMs) sum += values[to++]!;
    while (timestampMs[from]! < timeMs - reachMs) sum -= values[from++]!;
    means[i] = sum / (to - from);
  }
  return means;
}

function medianOf(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / MEDIAN_VALUES));
  const some = new Float32Array(Math.ceil(values.length / step));
  for (let i = 0; i < some.length; i++) some[i] = values[i * step]!;
  some.sort();
  return some[some.length >> 1] ?? 0;
}
