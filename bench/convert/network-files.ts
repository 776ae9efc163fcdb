import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layer, ModelGraph } from '#core/model/graph';

/**
 * Writes a graph for `official.py`: `network.json` with each layer as it is, but for its arrays,
 * which are [start, length] in `weights.bin` (float32).
 */
export function writeNetwork(folder: string, graph: ModelGraph): void {
  const arrays: Float32Array[] = [];
  let start = 0;
  const place = (array: Float32Array) => {
    arrays.push(array);
    start += array.length;
    return [start - array.length, array.length];
  };
  const described = (layer: Layer) =>
    Object.fromEntries(
      Object.entries(layer).map(([key, value]) => [
        key,
        value instanceof Float32Array ? place(value) : value,
      ]),
    );
  const spec = { input: graph.input, layers: graph.layers.map(described) };
  writeFileSync(join(folder, 'network.json'), JSON.stringify(spec));
  writeFloats(join(folder, 'weights.bin'), arrays);
}

/** Float32 arrays one after the other. */
export function writeFloats(path: string, arrays: readonly Float32Array[]): void {
  const bytes = arrays.map((array) => new Uint8Array(array.slice().buffer));
  writeFileSync(path, Buffer.concat(bytes));
}
