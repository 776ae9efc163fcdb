import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Architecture, LayerSpec } from '../model/architecture';
import { LAYER_KINDS, newLayer } from '../model/architecture-edits';
import { PRESETS } from '../model/presets';
import { architectureSchema } from './architecture-schema';

const isRead = (architecture: unknown) => v.is(architectureSchema, architecture);
const block = (...layers: LayerSpec[]): LayerSpec => ({
  kind: 'residual',
  activation: 'none',
  layers,
});
const of = (...layers: LayerSpec[]): Architecture => ({ input: 'rows', layers });

describe('an architecture is read from a file', () => {
  test.each(PRESETS)('as the preset $id has it', (preset) => {
    const architecture = preset.design({ frames: 100, channels: 6 }, 0.5);
    expect(v.parse(architectureSchema, architecture)).toEqual(architecture);
  });

  test.each(LAYER_KINDS)('with a new layer of kind %s', (kind) => {
    const architecture = of(newLayer(kind, [20, 6, 1]));
    expect(v.parse(architectureSchema, architecture)).toEqual(architecture);
  });
});

describe('an architecture is refused', () => {
  const dense = { kind: 'dense', units: 4, activation: 'relu' } as const;
  test.each<[string, unknown]>([
    ['with a size below one', of({ ...dense, units: 0 })],
    ['with half a unit', of({ ...dense, units: 1.5 })],
    ['with an unknown kind', { input: 'rows', layers: [{ kind: 'attention' }] }],
    ['with a setting that its kind has not', { input: 'rows', layers: [{ ...dense, rate: 0 }] }],
    ['that leaves everything out', of({ kind: 'dropout', rate: 1 })],
    ['that reads nothing known', { input: 'columns', layers: [] }],
    ['of more layers than can be edited', of(...Array.from({ length: 101 }, () => dense))],
    ['of blocks in blocks without end', of(block(block(block(block(dense)))))],
  ])('%s', (_, architecture) => {
    expect(isRead(architecture)).toBe(false);
  });

  test('one level of blocks less, or one layer less, and it is read', () => {
    expect(isRead(of(block(block(block(dense)))))).toBe(true);
    expect(isRead(of(...Array.from({ length: 100 }, () => dense)))).toBe(true);
  });
});
