import { gzipSync } from 'fflate';
import { useMemo } from 'react';
import { foldBatchNorm } from '#core/compress/fold';
import type { TrainedModel } from '#core/model/trained-model';
import { writeFloatTflite } from '#core/tflite/write-float-tflite';

/** Bytes of a file, and of it gzipped as the stages' are. */
export interface FileSizes {
  readonly sizeBytes: number;
  readonly gzipBytes: number;
}

/** Sizes of a file; undefined without one. */
export function useFileSizes(file: Uint8Array | undefined): FileSizes | undefined {
  return useMemo(
    () =>
      file && {
        sizeBytes: file.length,
        gzipBytes: gzipSync(file, { level: 9, mtime: 0 }).length,
      },
    [file],
  );
}

/** Sizes of the file that the float model would be. */
export function useFloatFileSizes(trained: TrainedModel | undefined): FileSizes | undefined {
  const file = useMemo(() => trained && writeFloatTflite(foldBatchNorm(trained.graph)), [trained]);
  return useFileSizes(file);
}
