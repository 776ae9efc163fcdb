// The model on a stream of frames: resampled to the model's rate by the frames' own clock,
// normalised, cut into windows, quantised and run. Nothing is allocated, nothing grows.

#ifndef NODLAB_RECOGNISER_H
#define NODLAB_RECOGNISER_H

#include <stdbool.h>
#include <stdint.h>
#include "nodlab_body_motion.h"
#include "nodlab_config.h"
#include "nodlab_held_state.h"
#include "nodlab_resampler.h"
#include "nodlab_smoother.h"
#include "nodlab_trigger.h"

#ifdef __cplusplus
extern "C" {
#endif

// The model, from model.c or from the adapter to TensorFlow Lite Micro: NODLAB_FRAMES frames of
// NODLAB_CHANNELS int8 in, NODLAB_CLASSES int8 out.
void nodlab_model_run(const int8_t *input, int8_t *output);

// An event that was recognised. Times on the frames' clock, ms.
typedef struct {
  // Class, as in nodlab_config.h.
  int id;
  // When the movement began, as far as the signal tells.
  double start_ms;
  // End of the window that gave it away.
  double at_ms;
  // Smoothed score, 0 to 1.
  float score;
} nodlab_event;

// What is told as it happens; any of them may be NULL. `user` is what was given to init.
typedef struct {
  void (*event)(void *user, const nodlab_event *event);
  // The event under way, whenever a later window is surer of it than every one before.
  void (*surer)(void *user, const nodlab_event *event);
  // Another state holds, a class; 0: none does.
  void (*state)(void *user, int id, double at_ms);
  // Whether the whole body moves.
  void (*moving)(void *user, bool moving, double at_ms);
  // After every window: its end, the smoothed scores by class, and whether the window was whole;
  // the scores of a window with a gap are the last ones.
  void (*answer)(void *user, double at_ms, const float *scores, bool whole);
} nodlab_listeners;

typedef struct {
  const nodlab_listeners *listeners;
  void *user;
  nodlab_resampler resampler;
  nodlab_body_motion body;
  nodlab_smoother smoother;
  nodlab_trigger trigger;
  nodlab_held_state held_state;
  // Rings of the newest points: normalised values, soundness, strength of motion.
  float points[NODLAB_FRAMES][NODLAB_CHANNELS];
  bool sound[NODLAB_FRAMES];
  float motion[NODLAB_FRAMES];
  // Slot of the next point; the oldest one lies there once the rings are full.
  int next;
  int held;
  int until_answer;
  int broken;
  bool has_last_point;
  double last_point_ms;
  // The event under way as it was last told.
  bool in_event;
  nodlab_event event;
  int8_t input[NODLAB_FRAMES * NODLAB_CHANNELS];
} nodlab_recogniser;

// Begins anew. The recogniser keeps `listeners` and itself must stay where it is.
void nodlab_recogniser_init(nodlab_recogniser *recogniser, const nodlab_listeners *listeners,
                            void *user);

// Takes one frame, in order: its time on the device's clock, ms, and NODLAB_CHANNELS values in the
// order and units of nodlab_channel_names and nodlab_channel_units. Runs the model and tells the
// listeners where the frame completes a window.
void nodlab_recogniser_push(nodlab_recogniser *recogniser, double time_ms, const float *values);

// Least smoothed score of a class, 0 to 1, in place of the one in nodlab_config.h.
void nodlab_recogniser_set_threshold(nodlab_recogniser *recogniser, int id, double threshold);

// No second event for this long after one, ms.
void nodlab_recogniser_set_hold_off(nodlab_recogniser *recogniser, double hold_off_ms);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_RECOGNISER_H
