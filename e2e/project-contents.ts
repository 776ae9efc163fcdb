import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';

/** What a `.nodlab` file says, for comparing two: arrays as hashes, ids and dates of change gone. */
export interface ProjectContents {
  readonly recordings: readonly unknown[];
  readonly sessions: readonly unknown[];
  readonly models: unknown;
  readonly project: unknown;
  /** How many number arrays were hashed. */
  readonly arrayCount: number;
}

interface Manifest {
  readonly project: { readonly id: string; readonly changedAt: number };
  readonly sessions: readonly { readonly id: string; readonly startedAt: number }[];
  readonly recordings: readonly {
    readonly recording: { readonly id: string; readonly startedAt: number };
  }[];
  readonly models: unknown;
}

const ARRAY_BYTES: Readonly<Record<string, number>> = {
  int8: 1,
  uint8: 1,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
};

export function projectContents(file: Uint8Array): ProjectContents {
  const entries = unzipSync(file);
  const arrays = entries['arrays.bin']!;
  const { project, sessions, recordings, models } = JSON.parse(
    strFromU8(entries['manifest.json']!),
  ) as Manifest;
  let arrayCount = 0;

  const byStart = <T>(items: readonly T[], startOf: (item: T) => number) =>
    [...items].sort((a, b) => startOf(a) - startOf(b));
  const sortedSessions = byStart(sessions, ({ startedAt }) => startedAt);
  const sortedRecordings = byStart(recordings, ({ recording }) => recording.startedAt);
  const names = new Map([
    [project.id, 'project'],
    ...sortedSessions.map(({ id }, at) => [id, `session ${at}`] as const),
    ...sortedRecordings.map(({ recording }, at) => [recording.id, `recording ${at}`] as const),
  ]);

  function plain(value: unknown): unknown {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(plain);
    if ('$array' in value) return hashOf(value as { $array: string; at: number; length: number });
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }

  function hashOf({ $array, at, length }: { $array: string; at: number; length: number }): string {
    arrayCount++;
    const bytes = arrays.subarray(at, at + length * ARRAY_BYTES[$array]!);
    return `${$array}[${length}] ${createHash('sha256').update(bytes).digest('hex')}`;
  }

  const { changedAt: _, ...lasting } = project;
  const contents = {
    project: plain(lasting),
    sessions: plain(sortedSessions) as unknown[],
    recordings: plain(sortedRecordings) as unknown[],
    models: plain(models),
  };
  return { ...contents, arrayCount };
}
