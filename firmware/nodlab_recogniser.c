#include "nodlab_exact.h"

#include "nodlab_recogniser.h"

#include <math.h>
#include <stddef.h>

#include "nodlab_input.h"
#include "nodlab_movement_onset.h"

static void take_point(void *user, double time_ms, const float *values, bool sound);

// Forgets all points; the rings' contents no longer count.
static void empty_rings(nodlab_recogniser *recogniser) {
  recogniser->next = 0;
  recogniser->held = 0;
  recogniser->until_answer = NODLAB_FRAMES;
  recogniser->broken = 0;
}

void nodlab_recogniser_init(nodlab_recogniser *recogniser, const nodlab_listeners *listeners,
                            void *user) {
  recogniser->listeners = listeners;
  recogniser->user = user;
  nodlab_resampler_init(&recogniser->resampler, take_point, recogniser);
  nodlab_body_motion_init(&recogniser->body);
  nodlab_smoother_init(&recogniser->smoother);
  nodlab_trigger_init(&recogniser->trigger);
  nodlab_held_state_init(&recogniser->held_state);
  empty_rings(recogniser);
  // The first change is from nought.
  for (int i = 0; i < NODLAB_CHANNELS; i++) recogniser->points[NODLAB_FRAMES - 1][i] = 0.0f;
  recogniser->has_last_point = false;
  recogniser->last_point_ms = 0.0;
  recogniser->in_event = false;
}

void nodlab_recogniser_set_threshold(nodlab_recogniser *recogniser, int id, double threshold) {
  if (id < 1 || id >= NODLAB_CLASSES) return;
  recogniser->trigger.thresholds[id] = threshold;
  recogniser->held_state.thresholds[id] = threshold;
}

void nodlab_recogniser_set_hold_off(nodlab_recogniser *recogniser, double hold_off_ms) {
  recogniser->trigger.hold_off_ms = hold_off_ms;
}

void nodlab_recogniser_push(nodlab_recogniser *recogniser, double time_ms, const float *values) {
  if (nodlab_body_motion_push(&recogniser->body, time_ms, values) &&
      recogniser->listeners->moving != NULL) {
    recogniser->listeners->moving(recogniser->user, recogniser->body.is_moving, time_ms);
  }
  nodlab_resampler_push(&recogniser->resampler, time_ms, values);
}

static void restart(nodlab_recogniser *recogniser, double at_ms) {
  const int state = recogniser->held_state.current;
  empty_rings(recogniser);
  nodlab_smoother_clear(&recogniser->smoother);
  nodlab_trigger_clear(&recogniser->trigger);
  nodlab_held_state_clear(&recogniser->held_state);
  recogniser->in_event = false;
  // Nobody saw whether it lasted through the hole.
  if (state != 0 && recogniser->listeners->state != NULL) {
    recogniser->listeners->state(recogniser->user, 0, at_ms);
  }
}

// Turning where a gyroscope says, else change from the point before.
static float strength_of(const nodlab_recogniser *recogniser, int slot) {
  const float *point = recogniser->points[slot];
  double square = 0.0;
  if (NODLAB_TURNING_CHANNELS > 0) {
    for (int i = 0; i < NODLAB_TURNING_CHANNELS; i++) {
      const int channel = nodlab_turning_channels[i];
      const double rate = (double)point[channel] * (double)nodlab_channel_deviation[channel];
      square += rate * rate;
    }
  } else {
    const float *before = recogniser->points[(slot + NODLAB_FRAMES - 1) % NODLAB_FRAMES];
    for (int i = 0; i < NODLAB_CHANNELS; i++) {
      const double change = (double)point[i] - (double)before[i];
      square += change * change;
    }
  }
  return (float)sqrt(square);
}

static double since_onset_ms(const nodlab_recogniser *recogniser) {
  const int points = nodlab_movement_onset(recogniser->motion, recogniser->next);
  return (double)points * 1000.0 / NODLAB_RATE_HZ;
}

// When the last movement in view began, on the frames' clock.
static double onset_ms(const void *user) {
  const nodlab_recogniser *recogniser = user;
  const double since_ms = since_onset_ms(recogniser);
  const double view_ms = (NODLAB_FRAMES - 1) * 1000.0 / NODLAB_RATE_HZ;
  return since_ms < view_ms ? recogniser->last_point_ms - since_ms : (double)-INFINITY;
}

// The window that ends with the newest point, oldest first.
static void quantise_window(nodlab_recogniser *recogniser) {
  int8_t *input = recogniser->input;
  for (int frame = 0; frame < NODLAB_FRAMES; frame++) {
    const float *point = recogniser->points[(recogniser->next + frame) % NODLAB_FRAMES];
    for (int i = 0; i < NODLAB_CHANNELS; i++) *input++ = nodlab_quantise(point[i]);
  }
}

static void follow(nodlab_recogniser *recogniser, bool is_new, double at_ms) {
  const nodlab_listeners *listeners = recogniser->listeners;
  const int held = recogniser->trigger.held;
  const float score = recogniser->smoother.mean[held];
  if (is_new) {
    const double start_ms = at_ms - since_onset_ms(recogniser);
    recogniser->in_event = true;
    recogniser->event = (nodlab_event){held, start_ms, at_ms, score};
    if (listeners->event != NULL) listeners->event(recogniser->user, &recogniser->event);
  } else if (recogniser->in_event && score > recogniser->event.score) {
    recogniser->event.at_ms = at_ms;
    recogniser->event.score = score;
    if (listeners->surer != NULL) listeners->surer(recogniser->user, &recogniser->event);
  }
}

static void tell_answer(const nodlab_recogniser *recogniser, double at_ms, bool whole) {
  if (recogniser->listeners->answer == NULL) return;
  recogniser->listeners->answer(recogniser->user, at_ms, recogniser->smoother.mean, whole);
}

static void answer(nodlab_recogniser *recogniser, double at_ms) {
  if (recogniser->broken > 0) {
    nodlab_smoother_clear(&recogniser->smoother);
    tell_answer(recogniser, at_ms, false);
    return;
  }
  int8_t output[NODLAB_CLASSES];
  float scores[NODLAB_CLASSES];
  quantise_window(recogniser);
  nodlab_model_run(recogniser->input, output);
  for (int i = 0; i < NODLAB_CLASSES; i++) scores[i] = nodlab_score(output[i]);
  nodlab_smoother_push(&recogniser->smoother, at_ms, scores);
  const float *smoothed = recogniser->smoother.mean;
  const int fired =
      nodlab_trigger_push(&recogniser->trigger, at_ms, smoothed, onset_ms, recogniser);
  const bool is_held = recogniser->trigger.held >= 0;
  const bool changed =
      nodlab_held_state_push(&recogniser->held_state, at_ms, smoothed, is_held);
  if (is_held) {
    follow(recogniser, fired >= 0, at_ms);
  } else {
    recogniser->in_event = false;
  }
  if (changed && recogniser->listeners->state != NULL) {
    recogniser->listeners->state(recogniser->user, recogniser->held_state.current, at_ms);
  }
  tell_answer(recogniser, at_ms, true);
}

static void take_point(void *user, double time_ms, const float *values, bool sound) {
  nodlab_recogniser *recogniser = user;
  // Time that runs backwards or jumps far ahead: the resampler began a new grid.
  const double elapsed_ms = time_ms - recogniser->last_point_ms;
  if (recogniser->has_last_point && (elapsed_ms <= 0.0 || elapsed_ms > NODLAB_LONGEST_STEP_MS)) {
    restart(recogniser, time_ms);
  }
  recogniser->has_last_point = true;
  recogniser->last_point_ms = time_ms;
  const int slot = recogniser->next;
  if (recogniser->held == NODLAB_FRAMES) {
    if (!recogniser->sound[slot]) recogniser->broken--;
  } else {
    recogniser->held++;
  }
  if (!sound) recogniser->broken++;
  recogniser->sound[slot] = sound;
  nodlab_normalise(values, recogniser->points[slot]);
  recogniser->motion[slot] = strength_of(recogniser, slot);
  recogniser->next = (slot + 1) % NODLAB_FRAMES;
  if (--recogniser->until_answer > 0) return;
  recogniser->until_answer = NODLAB_HOP_FRAMES;
  answer(recogniser, time_ms);
}
