// nodlab_model_run by TensorFlow Lite Micro.

#ifndef NODLAB_TFLM_H
#define NODLAB_TFLM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Prepares the interpreter: call it at the start, to know whether the model runs. False when the
// model is of another version, an operator is missing or the arena is too small.
bool nodlab_model_begin(void);

// Bytes of the arena in use after nodlab_model_begin, 0 before.
size_t nodlab_model_arena_used(void);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_TFLM_H
