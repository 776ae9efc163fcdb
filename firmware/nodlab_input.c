#include "nodlab_exact.h"

#include "nodlab_input.h"

void nodlab_normalise(const float *values, float *normal) {
  for (int i = 0; i < NODLAB_CHANNELS; i++) {
    const float centred = values[i] - nodlab_channel_mean[i];
    normal[i] = centred / nodlab_channel_deviation[i];
  }
}

int8_t nodlab_quantise(float normal) {
  const float scaled = normal / NODLAB_INPUT_SCALE;
  // Converting what no int32_t holds is undefined: what is out of range or no number goes first.
  if (scaled != scaled) return 0;
  if (scaled >= 256.0f) return 127;
  if (scaled <= -256.0f) return -128;
  const int32_t whole = (int32_t)scaled;
  // Exact, so that halves are seen without float64, which small processors reckon by hand.
  const float rest = scaled - (float)whole;
  const int32_t nearest = whole + (rest >= 0.5f) - (rest <= -0.5f);
  const int32_t value = nearest + NODLAB_INPUT_ZERO_POINT;
  return (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
}

float nodlab_score(int8_t output) {
  return NODLAB_OUTPUT_SCALE * (float)(output - NODLAB_OUTPUT_ZERO_POINT);
}
