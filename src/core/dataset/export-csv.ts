import type { Signal } from '../motion/frame';
import type { Gesture } from './gesture';
import type { LabelSpan } from './label-span';

/** Joins labels where spans overlap (a nod with the head down). */
export const LABEL_SEPARATOR = '|';

/**
 * A recording as text, `docs/formats/csv.md`: `timestamp_ms`, one column a channel with its unit in
 * brackets, and the names of the gestures under way. Every number reads back as it was.
 */
export function exportCsv(
  signal: Signal,
  spans: readonly LabelSpan[],
  gestures: readonly Gesture[],
): string {
  const { channels, timestampMs, values } = signal;
  const names = new Map(gestures.map(({ id, name }) => [id, labelName(name)]));
  const header = [
    'timestamp_ms',
    ...channels.map(({ name, unit }) => `${name} [${unit}]`),
    'label',
  ];
  const lines = [header.map(quoted).join(',')];
  const firstMs = timestampMs[0] ?? 0;
  for (let frame = 0; frame < timestampMs.length; frame++) {
    const afterMs = timestampMs[frame]! - firstMs;
    let line = String(timestampMs[frame]!);
    for (let channel = 0; channel < channels.length; channel++) {
      line += `,${float32Text(values[frame * channels.length + channel]!)}`;
    }
    const labels = new Set<string>();
    for (const { gestureId, startMs, endMs } of spans) {
      const name = afterMs >= startMs && afterMs <= endMs ? names.get(gestureId) : undefined;
      if (name) labels.add(name);
    }
    lines.push(`${line},${quoted([...labels].join(LABEL_SEPARATOR))}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The fewest digits that give the same float32 back; nine always do. */
function float32Text(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

function labelName(name: string): string {
  return name.replaceAll(LABEL_SEPARATOR, '/');
}

/** Quoted by RFC 4180 where it must be. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
