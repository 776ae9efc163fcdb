#include "nodlab_exact.h"

#include "nodlab_held_state.h"

#include "nodlab_trigger.h"

void nodlab_held_state_init(nodlab_held_state *state) {
  for (int i = 0; i < NODLAB_CLASSES; i++) state->thresholds[i] = nodlab_class_thresholds[i];
  state->since_ms = 0.0;
  nodlab_held_state_clear(state);
}

void nodlab_held_state_clear(nodlab_held_state *state) {
  state->current = 0;
  state->candidate = 0;
}

bool nodlab_held_state_push(nodlab_held_state *state, double at_ms, const float *scores,
                            bool in_event) {
  const int best = nodlab_highest(scores);
  const char kind = nodlab_class_kinds[best];
  const int seen = kind == 's' && (double)scores[best] >= state->thresholds[best] ? best : 0;
  if (in_event || kind == 'e' || seen == state->current) {
    state->candidate = state->current;
    return false;
  }
  if (seen != state->candidate) {
    state->candidate = seen;
    state->since_ms = at_ms;
  }
  if (at_ms - state->since_ms < NODLAB_STATE_MINIMUM_MS) return false;
  state->current = seen;
  return true;
}
