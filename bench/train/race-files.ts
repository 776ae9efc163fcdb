import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowSet } from '#core/dataset/window-set';
import { cutWindows } from '#core/dataset/windowing';
import { fitNormaliser } from '#core/features/fit-normaliser';
import { architectureOf, buildGraph } from '#core/model/build-graph';
import type { PresetId } from '#core/model/trained-model';
import { createRandom } from '#core/random';
import { modelInputs } from '../../src/engine/worker/jobs/windows-of';
import { magicWandWindows, WAND_FOLDER } from '../../tests/real/magic-wand';
import { REAL_DATA } from '../../tests/real/real-data';
import { demoWearers } from '../../tests/support/demo-wearers';
import { writeFloats, writeNetwork } from '../convert/network-files';

/** How a contest is trained on both sides, as its file `race.json` says. */
export interface Race {
  readonly learningRate: number;
  readonly batchSize: number;
  /** After so many it has lost. */
  readonly epochs: number;
}

/** One network on one set of windows. */
export interface Contest {
  /** Name of its folder. */
  readonly name: string;
  readonly preset: PresetId;
  /** What the windows are, in words. */
  readonly source: string;
  /** Loss on validation windows that ends the race: set before any race, as one that both reach. */
  readonly targetLoss: number;
}

interface Windows {
  readonly set: WindowSet;
  readonly split: { readonly train: Uint32Array; readonly validation: Uint32Array };
  readonly source: string;
  readonly targetLoss: number;
}

const RACE: Race = { learningRate: 1e-3, batchSize: 32, epochs: 120 };
const WEARERS = 12;
const VALIDATION_WEARERS = 4;
const HOP_MS = 400;

/** Writes what both sides train on below `root`: windows, and first weights for each seed. */
export function writeRaces(root: string, seeds: readonly number[]): Contest[] {
  const wearers = simulatedWearers();
  const contests = [
    { name: 'magic-wand', preset: 'magic-wand-cnn', windows: magicWand() ?? wearers },
    { name: 'wearers', preset: 'separable-cnn', windows: wearers },
  ] as const;
  return contests.map(({ name, preset, windows }) => {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'race.json'), JSON.stringify(RACE));
    writeWindows(folder, windows);
    const { frames, channels, classes } = windows.set;
    for (const seed of seeds) {
      const size = { frames, channels: channels.length, classCount: classes.length };
      const spec = { ...size, random: createRandom(seed) };
      const home = join(folder, `seed-${seed}`);
      mkdirSync(home, { recursive: true });
      writeNetwork(home, buildGraph(architectureOf({ preset }, spec), spec));
    }
    return { name, preset, source: windows.source, targetLoss: windows.targetLoss };
  });
}

function magicWand(): Windows | undefined {
  if (!existsSync(join(REAL_DATA, WAND_FOLDER))) return undefined;
  return { ...magicWandWindows(), source: 'magic wand', targetLoss: 0.5 };
}

function simulatedWearers(): Windows {
  const set = cutWindows(demoWearers(WEARERS, HOP_MS));
  const every = Uint32Array.from({ length: set.count }, (_, index) => index);
  const validates = (index: number) => set.subjectIndex[index]! >= WEARERS - VALIDATION_WEARERS;
  return {
    set,
    split: {
      train: every.filter((index) => !validates(index)),
      validation: every.filter(validates),
    },
    source: `${WEARERS} simulated wearers`,
    targetLoss: 0.5,
  };
}

function writeWindows(folder: string, { set, split }: Windows): void {
  const normaliser = fitNormaliser(set, split.train);
  for (const [part, indices] of [
    ['training', split.train],
    ['validation', split.validation],
  ] as const) {
    const { values, classIndex } = modelInputs(set, indices, normaliser);
    writeFloats(join(folder, `${part}.bin`), [values]);
    writeFileSync(join(folder, `${part}-classes.bin`), classIndex);
  }
}
