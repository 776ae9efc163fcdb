// Puts frames on the model's even grid by their own times, linearly, each point as soon as the
// frame at or after it has come. Starts a new grid when time runs backwards or after a very long
// hole.

#ifndef NODLAB_RESAMPLER_H
#define NODLAB_RESAMPLER_H

#include <stdbool.h>
#include <stdint.h>
#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

// Takes one point: its time, ms; NODLAB_CHANNELS values, reused for the next point; and whether it
// is sound: false inside a hole longer than NODLAB_MAX_GAP_MS.
typedef void (*nodlab_point_listener)(void *user, double time_ms, const float *values, bool sound);

typedef struct {
  nodlab_point_listener listener;
  void *user;
  bool has_previous;
  double previous_ms;
  double start_ms;
  uint64_t points;
  float previous[NODLAB_CHANNELS];
  float point[NODLAB_CHANNELS];
} nodlab_resampler;

void nodlab_resampler_init(nodlab_resampler *resampler, nodlab_point_listener listener, void *user);

// Takes one frame: its time on the device's clock, ms, and NODLAB_CHANNELS values.
void nodlab_resampler_push(nodlab_resampler *resampler, double time_ms, const float *values);

// Forgets the past: the next frame begins a new grid.
void nodlab_resampler_restart(nodlab_resampler *resampler);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_RESAMPLER_H
