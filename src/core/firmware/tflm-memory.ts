import { arenaSizeForExport } from './arena/export-arena-size';
import { interpreterBytes } from './boards';
import type { ExportedModel } from './exported-model';
import { recogniserBytes } from './shared-files';

/** Rows of the README's table: what takes memory, bytes of flash, bytes of RAM. */
export function tflmMemory(model: ExportedModel): (readonly [string, string, string])[] {
  const { tflite, operators } = model;
  return [
    ['the model', String(tflite.length), '–'],
    ['tensor arena', '–', String(arenaSizeForExport(model.graph).bytes)],
    ['recogniser', 'about 7000', String(recogniserBytes(model))],
    ['interpreter and kernels', `about ${interpreterBytes(operators.length)}`, 'in the arena'],
  ];
}

/** What to know of that table; `header` has the arena's size. */
export function tflmMemoryNote(header: string): string {
  return `The interpreter is estimated from a Cortex-M33 build with reference kernels. Ask
\`nodlab_model_arena_used()\` on the board for the arena that is truly used; its size stands in
\`${header}\` as \`kTensorArenaSize\`.`;
}
