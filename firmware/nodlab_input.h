// What goes into the model and what comes out: normalised by channel, quantised to int8.

#ifndef NODLAB_INPUT_H
#define NODLAB_INPUT_H

#include <stdint.h>
#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

// Normalises one point: NODLAB_CHANNELS values to (value - mean) / deviation.
void nodlab_normalise(const float *values, float *normal);

// A normalised value as the model takes it: to the nearest, halves away from zero, clamped.
int8_t nodlab_quantise(float normal);

// The score that the model's answer stands for, 0 to 1.
float nodlab_score(int8_t output);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_INPUT_H
