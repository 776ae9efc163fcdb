#include "nodlab_exact.h"

#include "nodlab_body_motion.h"

#include <math.h>

void nodlab_body_motion_init(nodlab_body_motion *body) {
  body->is_moving = false;
  body->has_last = false;
  body->last_ms = 0.0;
  body->turned_ms = (double)-INFINITY;
  body->mean = 1.0;
  body->square = 1.0;
  body->differs = false;
  body->since_ms = 0.0;
}

static double strength_of(const float *values) {
  const double x = (double)values[NODLAB_ACC_X];
  const double y = (double)values[NODLAB_ACC_Y];
  const double z = (double)values[NODLAB_ACC_Z];
  return sqrt(x * x + y * y + z * z);
}

static bool turns(const float *values) {
  double turning = 0.0;
  for (int i = 0; i < NODLAB_TURNING_CHANNELS; i++) {
    const double rate = (double)values[nodlab_turning_channels[i]];
    turning += rate * rate;
  }
  return turning > NODLAB_BODY_TURNING_DPS * NODLAB_BODY_TURNING_DPS;
}

bool nodlab_body_motion_push(nodlab_body_motion *body, double time_ms, const float *values) {
  if (NODLAB_ACC_X < 0 || NODLAB_ACC_Y < 0 || NODLAB_ACC_Z < 0) return false;
  const double strength = strength_of(values);
  const double elapsed_ms = time_ms - body->last_ms;
  const bool goes_on = body->has_last && elapsed_ms >= 0.0 && elapsed_ms < NODLAB_BODY_LOST_MS;
  body->has_last = true;
  body->last_ms = time_ms;
  if (!goes_on) {
    body->mean = strength;
    body->square = strength * strength;
    body->differs = false;
    return false;
  }
  if (turns(values)) body->turned_ms = time_ms;
  if (time_ms - body->turned_ms < NODLAB_BODY_SWINGING_MS) return false;
  const double keep = NODLAB_BODY_TIME_CONSTANT_MS / (NODLAB_BODY_TIME_CONSTANT_MS + elapsed_ms);
  body->mean = strength + (body->mean - strength) * keep;
  body->square = strength * strength + (body->square - strength * strength) * keep;
  const double variance = body->square - body->mean * body->mean;
  const double deviation = sqrt(variance < 0.0 ? 0.0 : variance);
  const bool differs =
      body->is_moving ? deviation < NODLAB_BODY_RESTING_G : deviation > NODLAB_BODY_MOVING_G;
  if (differs && !body->differs) body->since_ms = time_ms;
  body->differs = differs;
  const double enough_ms = body->is_moving ? NODLAB_BODY_LEAVE_MS : NODLAB_BODY_ENTER_MS;
  if (!differs || time_ms - body->since_ms < enough_ms) return false;
  body->is_moving = !body->is_moving;
  body->differs = false;
  return true;
}
