import { liveHopMs, SMOOTHED_MS } from '#core/live/recogniser';
import { smoothedAnswers } from '#core/live/smoother';
import { selftestSource, selftestVectors } from './c99/selftest';
import type { ExportedModel } from './exported-model';
import { goldenInputs } from './golden-inputs';
import { liveConfigHeader, liveConfigSource } from './live-config';

/** Content of files by path, text or bytes. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** `nodlab_*`: the signal path, the live logic and the apps, by file name. */
export function librarySources(sources: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...sources].filter(([path]) => /^nodlab_\w+\.[ch]$/.test(path)));
}

/** What that library must know of the model. */
export function configFiles(model: ExportedModel): ReadonlyMap<string, string> {
  return new Map([
    ['nodlab_config.h', liveConfigHeader(model)],
    ['nodlab_config.c', liveConfigSource(model)],
  ]);
}

/** A file of `firmware/`; throws where it is not there. */
export function sourceFile(sources: ReadonlyMap<string, string>, path: string): string {
  const text = sources.get(path);
  if (text === undefined) throw new Error(`firmware/${path} is missing`);
  return text;
}

/** `selftest.c`: golden windows with their answers by `run-int8`, and a `main` that compares. */
export function selftestFile({ graph }: ExportedModel): string {
  return selftestSource(graph, selftestVectors(graph, goldenInputs(graph)));
}

/** The text with its one `from` replaced; throws where there is none. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return text.replace(from, () => to);
}

/** `selftest.c` where TensorFlow Lite Micro runs the model. */
export function tflmSelftestFile(model: ExportedModel): string {
  return replaced(selftestFile(model), '"model.h"', '"nodlab_model.h"');
}

/** Pairs of path and content below a folder. */
export function below<T>(folder: string, files: ReadonlyMap<string, T>): [string, T][] {
  return [...files].map(([path, content]) => [`${folder}/${path}`, content]);
}

/** RAM of a `nodlab_recogniser` on a 32-bit processor, bytes: its rings, and the rest rounded up. */
export function recogniserBytes({ frames, channels, classes, hopMs }: ExportedModel): number {
  const points = frames * channels.length;
  const answers = smoothedAnswers(SMOOTHED_MS, liveHopMs(hopMs));
  const rings = points * 4 + frames * 5 + points + answers * (8 + classes.length * 4);
  const rest = classes.length * (8 + 8 + 4) + channels.length * 8 + 256;
  return Math.ceil((rings + rest) / 16) * 16;
}
