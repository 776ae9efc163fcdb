import type { Layer, ModelGraph } from '#core/model/graph';
import type { LabelledWindows } from '../../src/engine/worker/training/batches';
import type { Race } from './race-files';

const WEIGHTS = [
  ...['weights', 'recurrentWeights', 'bias'],
  ...['gamma', 'beta', 'mean', 'variance'],
];

/** What one side of a race starts from. */
export interface RaceStart {
  readonly race: Race;
  readonly graph: ModelGraph;
  readonly training: LabelledWindows;
  readonly validation: LabelledWindows;
}

/** Fetches the very files that the other side reads. */
export async function fetchRace(contest: string, seed: number): Promise<RaceStart> {
  const folder = `/races/${contest}`;
  const bytes = async (name: string) => {
    const answer = await fetch(`${folder}/${name}`);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.arrayBuffer();
  };
  const json = async (name: string) => JSON.parse(new TextDecoder().decode(await bytes(name)));
  const windows = async (part: string) => ({
    values: new Float32Array(await bytes(`${part}.bin`)),
    classIndex: new Uint8Array(await bytes(`${part}-classes.bin`)),
  });
  const weights = new Float32Array(await bytes(`seed-${seed}/weights.bin`));
  return {
    race: await json('race.json'),
    graph: graphOf(await json(`seed-${seed}/network.json`), weights),
    training: await windows('training'),
    validation: await windows('validation'),
  };
}

/** The graph that `writeNetwork` wrote. */
function graphOf(spec: { input: ModelGraph['input']; layers: object[] }, all: Float32Array) {
  const layers = spec.layers.map((layer) => {
    const read = Object.entries(layer).map(([key, value]) => {
      if (!WEIGHTS.includes(key)) return [key, value];
      const [start, length] = value as [number, number];
      return [key, all.slice(start, start + length)];
    });
    return Object.fromEntries(read) as Layer;
  });
  return { input: spec.input, layers };
}
