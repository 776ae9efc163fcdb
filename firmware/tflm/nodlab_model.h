// The model: what it takes and gives, and how to run it.

#ifndef NODLAB_MODEL_H
#define NODLAB_MODEL_H

#include "nodlab_recogniser.h"

#define NODLAB_MODEL_INPUT_SIZE (NODLAB_FRAMES * NODLAB_CHANNELS)
#define NODLAB_MODEL_OUTPUT_SIZE NODLAB_CLASSES

#endif  // NODLAB_MODEL_H
