// The model on a sensor of an even rate, in as little memory as can be: normalised, quantised, run,
// smoothed and triggered in whole numbers. Frames must come NODLAB_RATE_HZ a second, none missing.
// Of what nodlab_recogniser does it leaves out resampling, gaps, states, when movements began and
// walking; thresholds and the hold-off are those of nodlab_config.h. A movement repeated before the
// one before has left the window counts as one.

#ifndef NODLAB_SMALL_H
#define NODLAB_SMALL_H

#include <stdint.h>
#include "nodlab_config.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  // The model's input: the newest frame last.
  int8_t window[NODLAB_FRAMES * NODLAB_CHANNELS];
  // The last answers of the model, and the slot of the next.
  int8_t answers[NODLAB_SMOOTHED_ANSWERS][NODLAB_CLASSES];
  uint8_t next;
  uint8_t held_answers;
  // Class of the event under way, or 0.
  uint8_t event;
  uint16_t until_answer;
  // Frames since the last event, no further than what matters.
  uint16_t since_event;
} nodlab_small;

void nodlab_small_init(nodlab_small *small);

// Takes the next frame: NODLAB_CHANNELS values in the order and units of nodlab_channel_names. The
// class of the event that it completes, or 0.
int nodlab_small_push(nodlab_small *small, const float *values);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_SMALL_H
