import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInt8Graph } from '#core/tflite/read-tflite';
import { planOf } from '#core/tflite/write-plan';
import { RECORDING, readGoldenArenas } from '../../../../tests/support/golden-arenas';
import { MEASURED_ARENAS } from '../../../../tests/support/measured-arenas';
import { randomInt8Graph } from '../../../../tests/support/random-int8-graph';
import {
  type ArenaTarget,
  CORTEX_M,
  CORTEX_M_CMSIS_NN,
  HOST_64_BIT,
  OTHER_32_BIT,
} from './arena-target';
import { planArena } from './plan-arena';
import { REFERENCE } from './reference-kernels';

/** That the figures of the Cortex-M33 were measured with. */
const release = '2026-08';
const targets = fc.constantFrom(CORTEX_M, CORTEX_M_CMSIS_NN, OTHER_32_BIT, HOST_64_BIT);
const graphs = fc.nat().map((seed) => randomInt8Graph(seed));

describe('planArena', () => {
  it.each(MEASURED_ARENAS)('is what a Cortex-M33 used for $name', (measured) => {
    const { graph, moreTensors, referenceBytes, cmsisNnBytes } = measured;
    const tensorCount = planOf(graph, 'int8').tensors.length + moreTensors;
    const used = (target: ArenaTarget) =>
      planArena(graph, { ...target, release }, tensorCount).totalBytes;
    expect(used(CORTEX_M)).toBe(referenceBytes);
    expect(used(CORTEX_M_CMSIS_NN)).toBe(cmsisNnBytes);
  });

  const golden = readGoldenArenas().map(({ tflite, ...bytes }) => ({
    graph: readInt8Graph(tflite),
    bytes,
  }));

  it.each(golden)('is what the interpreter used for golden model %#', ({ graph, bytes }) => {
    expect(planArena(graph, RECORDING)).toMatchObject(bytes);
  });

  it('is compared with the interpreter for every operator', () => {
    const kinds = new Set(golden.flatMap(({ graph }) => graph.layers.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(Object.keys(REFERENCE).sort());
  });

  it('counts the tensors that the file has', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { length } = planOf(graph, 'int8').tensors;
        expect(planArena(graph)).toEqual(planArena(graph, CORTEX_M, length));
      }),
    );
  });

  it('has room for every value and never two in one place', () => {
    fc.assert(
      fc.property(graphs, targets, (graph, target) => {
        const { buffers, headBytes } = planArena(graph, target);
        expect(buffers.filter(({ kind }) => kind === 'value')).toHaveLength(graph.values.length);
        for (const [index, one] of buffers.entries()) {
          expect(one.offset + one.sizeBytes).toBeLessThanOrEqual(headBytes);
          for (const other of buffers.slice(0, index)) {
            if (one.firstOperator > other.lastOperator) continue;
            if (other.firstOperator > one.lastOperator) continue;
            const apart =
              one.offset + one.sizeBytes <= other.offset ||
              other.offset + other.sizeBytes <= one.offset;
            expect(apart, `${one.name} and ${other.name}`).toBe(true);
          }
        }
      }),
    );
  });

  it('keeps a value from the layer that gives it to the last that reads it', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { buffers } = planArena(graph);
        for (const [index, { inputs }] of graph.layers.entries()) {
          expect(buffers[index + 1]!.firstOperator).toBe(index);
          for (const id of inputs) {
            expect(buffers[id]!.firstOperator).toBeLessThanOrEqual(index);
            expect(buffers[id]!.lastOperator).toBeGreaterThanOrEqual(index);
          }
        }
        expect(buffers[graph.layers.length]!.lastOperator).toBe(graph.layers.length - 1);
      }),
    );
  });

  it('adds up', () => {
    fc.assert(
      fc.property(graphs, targets, (graph, target) => {
        const plan = planArena(graph, target);
        const kept = plan.persistent.reduce((total, { bytes }) => total + bytes, 0);
        expect(kept).toBe(plan.persistentBytes);
        expect(plan.totalBytes).toBe(plan.headBytes + plan.persistentBytes);
        expect(plan.neededBytes).toBeGreaterThanOrEqual(plan.totalBytes);
        expect(plan.neededBytes % 16).toBe(0);
      }),
    );
  });

  it('names every buffer differently', () => {
    const { buffers } = planArena(MEASURED_ARENAS[3]!.graph);
    expect(buffers.filter(({ kind }) => kind === 'scratch')).toHaveLength(4);
    expect(new Set(buffers.map(({ name }) => name)).size).toBe(buffers.length);
  });
});
