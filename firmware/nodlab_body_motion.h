// Whether the whole body moves (walking, on a bus) as against a head that moves on a resting body:
// the spread of the acceleration's magnitude while the head does not turn fast.

#ifndef NODLAB_BODY_MOTION_H
#define NODLAB_BODY_MOTION_H

#include <stdbool.h>
#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  bool is_moving;
  bool has_last;
  double last_ms;
  double turned_ms;
  double mean;
  double square;
  bool differs;
  double since_ms;
} nodlab_body_motion;

void nodlab_body_motion_init(nodlab_body_motion *body);

// Takes one frame: time, ms, and NODLAB_CHANNELS values; whether `is_moving` changed. Without an
// acceleration of three axes in g it never does.
bool nodlab_body_motion_push(nodlab_body_motion *body, double time_ms, const float *values);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_BODY_MOTION_H
