#include "nodlab_exact.h"

#include "nodlab_movement_onset.h"

static double at(const float *motion, int next, int age) {
  return (double)motion[(next + 2 * NODLAB_FRAMES - 1 - age) % NODLAB_FRAMES];
}

int nodlab_movement_onset(const float *motion, int next) {
  double peak = 0.0;
  for (int i = 0; i < NODLAB_FRAMES; i++) {
    if ((double)motion[i] > peak) peak = (double)motion[i];
  }
  int age = 0;
  while (age < NODLAB_FRAMES - 1 && at(motion, next, age) < peak * NODLAB_ONSET_MOVING_SHARE) age++;
  int onset = age;
  for (int rested = 0; age < NODLAB_FRAMES; age++) {
    if (at(motion, next, age) >= peak * NODLAB_ONSET_RESTING_SHARE) {
      onset = age;
      rested = 0;
    } else if (++rested >= NODLAB_ONSET_REST_POINTS) {
      return onset;
    }
  }
  return NODLAB_FRAMES - 1;
}
