import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf } from '#core/firmware/m33/item-kind';
import { type M33Build, operatorWork } from '#core/firmware/m33/operator-work';
import { type Equation, fitCosts } from './non-negative-least-squares';
import { trainingCounts, trainingNetworks } from './training-counts';

/**
 * Fits what each thing that the exported C does costs, to counts of single layers under QEMU, and
 * writes `instruction-costs.ts`: `npx tsx bench/m33-fit/fit.ts`, some ten minutes the first time. To
 * be run again when the C generator changes; `npm run bench -- m33` then says how good the fit is.
 */
const BUILDS: readonly M33Build[] = ['o2', 'dsp'];
const FILE = join(import.meta.dirname, '../../src/core/firmware/m33/instruction-costs.ts');
/** Error of a layer, of itself, that a good fit leaves. */
const USUAL_ERROR = 0.03;
/** How far a cost may lie from that of its kind: half of it and an instruction. */
const SPREAD = (cost: number) => cost / 2 + 1;
/** Of its network's instructions: a layer below that counts less. */
const SMALL_SHARE = 0.1;

const graphs = trainingNetworks();
const works = graphs.map(operatorWork);
const items = [...new Set(works.flat().flatMap((work) => [...work.keys()]))].sort();
const kinds = [...new Set(items.map(kindOf))];
const fits = BUILDS.map(fitOf);
writeFileSync(FILE, source());

/** First one cost for each kind of item, whatever form its loops take; then each item's, near that. */
function fitOf(build: M33Build): {
  readonly ofKinds: Float64Array;
  readonly ofItems: Float64Array;
} {
  const equations = equationsOf(build);
  const places = items.map((item) => kinds.indexOf(kindOf(item)));
  const pooled = equations.map((equation) => {
    const terms = new Map<number, number>();
    for (const [item, count] of equation.terms) {
      const place = places[item]!;
      terms.set(place, (terms.get(place) ?? 0) + count);
    }
    return { ...equation, terms };
  });
  const ofKinds = fitCosts(pooled, kinds.length);
  const near = items.map((_, item): Equation => {
    const value = ofKinds[places[item]!]!;
    return { terms: new Map([[item, 1]]), value, weight: USUAL_ERROR / SPREAD(value) };
  });
  return { ofKinds, ofItems: fitCosts([...equations, ...near], items.length) };
}

/** A layer's error counts by what it is of itself, and of its network. */
function equationsOf(build: M33Build): Equation[] {
  const counts = trainingCounts(graphs, build);
  const places = new Map(items.map((item, place) => [item, place]));
  // What the call between two layers takes: layers that compute nothing show it.
  const call = median(
    works.flatMap((ofLayers, at) =>
      ofLayers.flatMap((work, layer) => (work.size === 0 ? [counts[at]!.layers[layer]!] : [])),
    ),
  );
  return works.flatMap((ofLayers, at) => {
    const { total, layers } = counts[at]!;
    return ofLayers.flatMap((work, layer) => {
      if (work.size === 0) return [];
      const value = layers[layer]! - call;
      const terms = new Map([...work].map(([item, count]) => [places.get(item)!, count]));
      return [{ terms, value, weight: 1 / (value + SMALL_SHARE * total + 100) }];
    });
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function source(): string {
  const version = (program: string) =>
    /\d+\.\d+\.\d+/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))![0];
  const row = (item: string, costs: readonly number[]) => {
    const [o2, dsp] = costs.map((cost) => Math.round(cost * 100) / 100);
    return `  ${/\W/.test(item) ? `'${item}'` : item}: [${o2}, ${dsp}],`;
  };
  const rows = [
    ...items.map((item, place) =>
      row(
        item,
        fits.map(({ ofItems }) => ofItems[place]!),
      ),
    ),
    ...kinds
      .map((kind, place) =>
        row(
          kind,
          fits.map(({ ofKinds }) => ofKinds[place]!),
        ),
      )
      .filter((_, place) => !items.includes(kinds[place]!)),
  ].sort();
  return `/**
 * Instructions that each thing which \`operatorWork\` counts takes on a Cortex-M33: with \`-O2\`, and
 * with \`-O2 -DNODLAB_USE_DSP\`. Written by \`bench/m33-fit/fit.ts\`: non-negative least squares on
 * counts of the layers of ${graphs.length} networks, those of kinds for forms that these lack
 * (arm-none-eabi-gcc ${version('arm-none-eabi-gcc')}, QEMU ${version('qemu-system-arm')}).
 */
export const INSTRUCTION_COSTS: Readonly<Record<string, readonly [o2: number, dsp: number]>> = {
${rows.join('\n')}
};
`;
}
