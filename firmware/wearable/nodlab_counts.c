#include "nodlab_counts.h"

int16_t nodlab_count(float value, float scale) {
  const float ratio = value / scale;
  if (ratio >= 32767.0f) return INT16_MAX;
  if (ratio <= -32768.0f) return INT16_MIN;
  // Whatever compares with nothing is not a number.
  if (!(ratio < 32767.0f)) return 0;
  int32_t count = (int32_t)ratio;
  // Exact, where adding a half first would round once more.
  const float rest = ratio - (float)count;
  if (rest >= 0.5f) count++;
  if (rest <= -0.5f) count--;
  return nodlab_saturated(count);
}

int16_t nodlab_saturated(int32_t number) {
  if (number > INT16_MAX) return INT16_MAX;
  if (number < INT16_MIN) return INT16_MIN;
  return (int16_t)number;
}

static int16_t along(int8_t axis, const int16_t *sensor) {
  // The lowest count has no opposite.
  if (axis < 0) return nodlab_saturated(-(int32_t)sensor[-axis - 1]);
  return sensor[axis - 1];
}

void nodlab_turn(const nodlab_axes *axes, const int16_t *sensor, int16_t *head) {
  head[0] = along(axes->back, sensor);
  head[1] = along(axes->up, sensor);
  head[2] = along(axes->left, sensor);
}
