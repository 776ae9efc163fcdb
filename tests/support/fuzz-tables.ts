import type { Random } from '../../src/core/random';
import { mutatedBytes, randomBytes } from './mutate-bytes';

const HEADERS = [
  'timestamp,accX,accY,accZ',
  'time;acc_x[g];acc_y[g];acc_z[g]',
  'ms\tax\tay\taz\tlabel',
  '# Time (seconds),X,Y,Z',
  '',
];

/** A table as some program writes it: its rows, and how many of them can't be read. */
export function table(random: Random): { text: string; goods: number; bads: number } {
  const header = HEADERS[random.integer(HEADERS.length)]!;
  const separator = [';', '\t'].find((one) => header.includes(one)) ?? ',';
  const labelled = header.endsWith('label');
  const seconds = header.includes('seconds');
  const lines = header === '' ? [] : [header];
  const rows = 4 + random.integer(20);
  let bads = 0;
  for (let index = 0; index < rows; index++) {
    // Without a header the time column shows by its even steps alone.
    const bad = header !== '' && index > 1 && bads * 3 < index - 2 && random.integer(4) === 0;
    if (bad) bads++;
    const cells = [
      seconds ? index / 50 : 20 * index,
      ...Array.from({ length: 3 }, () => Math.round(random.normal() * 1e3) / 1e3),
      ...(labelled ? [index % 7 < 3 ? 'nod' : ''] : []),
    ];
    if (bad && random.integer(2) === 0) cells.splice(1, 1);
    else if (bad) cells[1 + random.integer(3)] = 'broken';
    lines.push(cells.join(separator));
  }
  return { text: `${lines.join('\n')}\n`, goods: rows - bads, bads };
}

/** An acquisition as Edge Impulse writes it. */
export function acquisition(random: Random): string {
  const rows = 1 + random.integer(20);
  return JSON.stringify({
    protected: { ver: 'v1', alg: 'none' },
    signature: '0',
    payload: {
      interval_ms: 16,
      sensors: ['accX', 'accY', 'accZ'].map((name) => ({ name, units: 'm/s2' })),
      values: Array.from({ length: rows }, () =>
        Array.from({ length: 3 }, () => Math.round(random.normal() * 1e3) / 1e3),
      ),
    },
  });
}

/** Long runs of one thing, which patterns may stumble over. */
export const RUNS = [
  '1',
  '-',
  '"',
  ',',
  ' ',
  '\n',
  'e',
  '.',
  '{',
  '[',
  '""',
  '1 ',
  ';\t',
  '\u00a0',
];

/** The text with bytes broken, replaced altogether, or with a long run of one thing in it. */
export function brokenText(text: string, random: Random): string {
  const bytes = new TextEncoder().encode(text);
  const kind = random.integer(16);
  if (kind === 0) return new TextDecoder().decode(randomBytes(random, 400));
  if (kind === 1) {
    const run = RUNS[random.integer(RUNS.length)]!.repeat(1 + random.integer(3000));
    const at = random.integer(text.length);
    return text.slice(0, at) + run + text.slice(at);
  }
  if (kind === 2)
    return text.replace(/-?\d+\.\d+/g, (one) => (random.integer(6) === 0 ? odd(random) : one));
  return new TextDecoder().decode(mutatedBytes(bytes, random));
}

/** Numbers that no sensor shows, and that float32 may not hold. */
const ODD = ['1e38', '-1e300', '1e999', '1e-300', '0x10', '-0', '.5', '5.'];

function odd(random: Random): string {
  return ODD[random.integer(ODD.length)]!;
}
