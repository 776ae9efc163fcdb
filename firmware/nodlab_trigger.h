// Turns smoothed scores into events: one for each movement, however many windows saw it.

#ifndef NODLAB_TRIGGER_H
#define NODLAB_TRIGGER_H

#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

// When the last movement in view began, ms; -INFINITY: before the view.
typedef double (*nodlab_onset)(const void *user);

typedef struct {
  double thresholds[NODLAB_CLASSES];
  double hold_off_ms;
  // Class of the event that is under way (seen, and not gone from view yet), or -1.
  int held;
  double fired_at_ms;
} nodlab_trigger;

void nodlab_trigger_init(nodlab_trigger *trigger);

// Class of the event that these scores (by class) begin, or -1. Times, ms, must rise.
int nodlab_trigger_push(nodlab_trigger *trigger, double at_ms, const float *scores,
                        nodlab_onset onset, const void *user);

// Forgets the event under way, after a gap say.
void nodlab_trigger_clear(nodlab_trigger *trigger);

// Class of the highest score, the first of equals.
int nodlab_highest(const float *scores);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_TRIGGER_H
