import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import {
  type FirmwareKind,
  firmwareBundle,
  firmwareFolderName,
  inFirmwareFolder,
} from '../../src/core/firmware/bundle';
import type { ExportedModel } from '../../src/core/firmware/exported-model';
import { firmwareSources } from './firmware-sources';

/** Zips a firmware folder as the page does and unzips it into `into`; the folder's path. */
export function unpackFirmware(into: string, model: ExportedModel, kind: FirmwareKind): string {
  const files = firmwareBundle(model, kind, firmwareSources());
  const zip = zipSync(Object.fromEntries(inFirmwareFolder(model, kind, files)));
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const at = join(into, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, bytes);
  }
  return join(into, firmwareFolderName(model, kind));
}
