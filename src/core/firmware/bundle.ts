import { strToU8 } from 'fflate';
import type { ExportedModel } from './exported-model';
import { firmwareReadme } from './firmware-readme';
import { modelCard } from './model-card';
import { modelHeader } from './model-header';
import { modelSource } from './model-source';
import { opResolverHeader } from './op-resolver';

/** The firmware folder, file name to bytes, in the order to read them; equal for equal models. */
export function firmwareFiles(model: ExportedModel): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ['README.md', strToU8(firmwareReadme(model))],
    ['model.tflite', model.tflite],
    ['model.cc', strToU8(modelSource(model))],
    ['model.h', strToU8(modelHeader(model))],
    ['model_ops.h', strToU8(opResolverHeader(model))],
    ['model-card.md', strToU8(modelCard(model))],
  ]);
}
