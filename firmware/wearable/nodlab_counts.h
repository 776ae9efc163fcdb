// From what a sensor gives to the counts that are sent, on the head's axes.

#ifndef NODLAB_COUNTS_H
#define NODLAB_COUNTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The head's axes by the sensor's: which one points back, up and to the left, 1 to 3 for X to Z,
// negative where it points the other way.
typedef struct {
  int8_t back;
  int8_t up;
  int8_t left;
} nodlab_axes;

// The count nearest to value / scale, the end of the range beyond it, 0 for not a number. `scale` is
// above 0.
int16_t nodlab_count(float value, float scale);

// The number itself, or the end of int16's range beyond it.
int16_t nodlab_saturated(int32_t number);

// Three counts on the sensor's axes to the head's: back, up, left. Not in place.
void nodlab_turn(const nodlab_axes *axes, const int16_t *sensor, int16_t *head);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_COUNTS_H
