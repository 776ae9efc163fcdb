import { arenaSizeForExport } from './arena/export-arena-size';
import { cString } from './c-text';
import type { ExportedModel } from './exported-model';

/** `model.h`: the model's bytes and the arena that they need; the rest is in `nodlab_config.h`. */
export function modelHeader(model: ExportedModel): string {
  const arena = arenaSizeForExport(model.graph);
  return `// The model as TensorFlow Lite Micro takes it. Made by Nodlab.

#ifndef NODLAB_MODEL_ARRAY_H
#define NODLAB_MODEL_ARRAY_H

#include <cstddef>

// The .tflite file.
extern const unsigned char g_model[];
extern const unsigned int g_model_len;

namespace nodlab {

constexpr char kModelSha256[] = ${cString(model.sha256)};

// What TensorFlow Lite Micro needs to allocate the tensors on a 32-bit processor, to the byte:
// ${arena.referenceBytes} with its own kernels, ${arena.cmsisNnBytes} with CMSIS-NN on a Cortex-M4, M7 or M33. Align it to 16 bytes.
// Other kernels may need more, and AllocateTensors() says so: arena_used_bytes() is what it keeps.
constexpr std::size_t kTensorArenaSize = ${arena.bytes};

}  // namespace nodlab

#endif  // NODLAB_MODEL_ARRAY_H
`;
}
