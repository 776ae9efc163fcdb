// Mean of the scores of the last moments: one doubtful answer neither fires nor hides an event.

#ifndef NODLAB_SMOOTHER_H
#define NODLAB_SMOOTHER_H

#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  // Rings of the newest answers: end of the window, ms, and scores by class.
  double at_ms[NODLAB_SMOOTHED_ANSWERS];
  float scores[NODLAB_SMOOTHED_ANSWERS][NODLAB_CLASSES];
  float mean[NODLAB_CLASSES];
  int next;
  int held;
} nodlab_smoother;

void nodlab_smoother_init(nodlab_smoother *smoother);

// Takes the scores of the window that ended at `at_ms`; the mean by class is then in `mean`.
void nodlab_smoother_push(nodlab_smoother *smoother, double at_ms, const float *scores);

// Forgets what came before, after a gap say; `mean` stays.
void nodlab_smoother_clear(nodlab_smoother *smoother);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_SMOOTHER_H
