// Which state holds: entered and left only when seen long enough. While an event is under way the
// model can't see the state, so that the last one stays.

#ifndef NODLAB_HELD_STATE_H
#define NODLAB_HELD_STATE_H

#include <stdbool.h>
#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  double thresholds[NODLAB_CLASSES];
  // Class of the state that holds; 0: none.
  int current;
  int candidate;
  double since_ms;
} nodlab_held_state;

void nodlab_held_state_init(nodlab_held_state *state);

// Whether these scores (by class), of the window that ended at `at_ms`, change the state.
bool nodlab_held_state_push(nodlab_held_state *state, double at_ms, const float *scores,
                            bool in_event);

void nodlab_held_state_clear(nodlab_held_state *state);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_HELD_STATE_H
