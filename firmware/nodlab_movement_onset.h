// When the last movement in view began.

#ifndef NODLAB_MOVEMENT_ONSET_H
#define NODLAB_MOVEMENT_ONSET_H

#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

// Points before the newest one, 0 to NODLAB_FRAMES - 1. `motion` is a ring of NODLAB_FRAMES motion
// strengths, one a point; `next` is the slot of its oldest point. Without a rest in view the
// movement began before it: the oldest point is the answer.
int nodlab_movement_onset(const float *motion, int next);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_MOVEMENT_ONSET_H
