#include "nodlab_exact.h"

#include "nodlab_trigger.h"

#include <math.h>
#include <stdbool.h>

void nodlab_trigger_init(nodlab_trigger *trigger) {
  for (int i = 0; i < NODLAB_CLASSES; i++) trigger->thresholds[i] = nodlab_class_thresholds[i];
  trigger->hold_off_ms = NODLAB_HOLD_OFF_MS;
  nodlab_trigger_clear(trigger);
}

void nodlab_trigger_clear(nodlab_trigger *trigger) {
  trigger->held = -1;
  trigger->fired_at_ms = (double)-INFINITY;
}

int nodlab_trigger_push(nodlab_trigger *trigger, double at_ms, const float *scores,
                        nodlab_onset onset, const void *user) {
  const double since_ms = at_ms - trigger->fired_at_ms;
  if (trigger->held >= 0) {
    const int held = trigger->held;
    const bool low = (double)scores[held] < trigger->thresholds[held] * NODLAB_RELEASE_SHARE;
    // An event fires before its movement has ended, so that its end is in view for longer than a
    // window: only what began after the hold-off is the next one.
    if (low || (since_ms >= NODLAB_WINDOW_MS &&
                onset(user) >= trigger->fired_at_ms + trigger->hold_off_ms)) {
      trigger->held = -1;
    }
  }
  if (since_ms < trigger->hold_off_ms) return -1;
  const int best = nodlab_highest(scores);
  if (nodlab_class_kinds[best] != 'e' || best == trigger->held) return -1;
  if ((double)scores[best] < trigger->thresholds[best]) return -1;
  trigger->held = best;
  trigger->fired_at_ms = at_ms;
  return best;
}

int nodlab_highest(const float *scores) {
  int best = 0;
  for (int i = 1; i < NODLAB_CLASSES; i++) {
    if (scores[i] > scores[best]) best = i;
  }
  return best;
}
