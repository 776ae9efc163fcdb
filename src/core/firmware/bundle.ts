import { strToU8 } from 'fflate';
import { arduinoFiles } from './arduino-folder';
import { c99Files } from './c99-folder';
import { cmakeFiles } from './cmake-folder';
import type { ExportedModel } from './exported-model';
import { arduinoLibraryName, asciiFolderName } from './file-names';
import { below } from './shared-files';

/** Kinds of firmware folder: for TensorFlow Lite Micro twice, and for a C compiler alone. */
export const FIRMWARE_KINDS = ['cmake', 'arduino', 'c99'] as const;
export type FirmwareKind = (typeof FIRMWARE_KINDS)[number];

const FILES_OF = { cmake: cmakeFiles, arduino: arduinoFiles, c99: c99Files } as const;

/**
 * A firmware folder, path in it to bytes, in the order to read them; equal for equal models.
 * `sources` are the files of `firmware/`.
 */
export function firmwareBundle(
  model: ExportedModel,
  kind: FirmwareKind,
  sources: ReadonlyMap<string, string>,
): ReadonlyMap<string, Uint8Array> {
  return new Map(
    [...FILES_OF[kind](model, sources)].map(([path, content]) => [
      path,
      typeof content === 'string' ? strToU8(content) : content,
    ]),
  );
}

/** The same files as they lie in the zip: in one folder, as the Arduino IDE asks for it. */
export function inFirmwareFolder(
  model: ExportedModel,
  kind: FirmwareKind,
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  return new Map(below(firmwareFolderName(model, kind), files));
}

/** Name of that folder, ASCII. */
export function firmwareFolderName({ name }: ExportedModel, kind: FirmwareKind): string {
  return kind === 'arduino' ? arduinoLibraryName(name) : asciiFolderName(name, kind);
}
