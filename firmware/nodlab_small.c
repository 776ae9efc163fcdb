#include "nodlab_exact.h"

#include "nodlab_small.h"

#include <string.h>

#include "nodlab_input.h"
#include "nodlab_recogniser.h"

// Times as frames; the compiler works these out.
#define FRAMES_OF(ms) ((uint16_t)((ms) * NODLAB_RATE_HZ / 1000.0 + 0.5))
#define HOLD_OFF FRAMES_OF(NODLAB_HOLD_OFF_MS)
// A threshold's share of 256, at which an event is over.
#define RELEASE ((int32_t)(NODLAB_RELEASE_SHARE * 256.0))

void nodlab_small_init(nodlab_small *small) {
  memset(small, 0, sizeof *small);
  small->until_answer = NODLAB_FRAMES;
  small->since_event = HOLD_OFF;
}

// Sum of the last answers for a class, above what stands for 0.
static int32_t sum_of(const nodlab_small *small, int id) {
  int32_t sum = 0;
  for (int i = 0; i < small->held_answers; i++) {
    sum += small->answers[i][id] - NODLAB_OUTPUT_ZERO_POINT;
  }
  return sum;
}

static int answer(nodlab_small *small) {
  nodlab_model_run(small->window, small->answers[small->next]);
  small->next = (uint8_t)((small->next + 1) % NODLAB_SMOOTHED_ANSWERS);
  if (small->held_answers < NODLAB_SMOOTHED_ANSWERS) small->held_answers++;
  const int32_t count = small->held_answers;
  if (small->event != 0) {
    const int32_t least = nodlab_class_least_outputs[small->event] * count;
    if (sum_of(small, small->event) * 256 < least * RELEASE) small->event = 0;
  }
  if (small->since_event < HOLD_OFF) return 0;
  int best = 0;
  int32_t highest = sum_of(small, 0);
  for (int i = 1; i < NODLAB_CLASSES; i++) {
    const int32_t sum = sum_of(small, i);
    if (sum <= highest) continue;
    highest = sum;
    best = i;
  }
  if (nodlab_class_kinds[best] != 'e' || best == small->event) return 0;
  if (highest < nodlab_class_least_outputs[best] * count) return 0;
  small->event = (uint8_t)best;
  small->since_event = 0;
  return best;
}

int nodlab_small_push(nodlab_small *small, const float *values) {
  float normal[NODLAB_CHANNELS];
  nodlab_normalise(values, normal);
  memmove(small->window, small->window + NODLAB_CHANNELS, sizeof small->window - NODLAB_CHANNELS);
  int8_t *const newest = small->window + sizeof small->window - NODLAB_CHANNELS;
  for (int i = 0; i < NODLAB_CHANNELS; i++) newest[i] = nodlab_quantise(normal[i]);
  if (small->since_event < HOLD_OFF) small->since_event++;
  if (--small->until_answer > 0) return 0;
  small->until_answer = NODLAB_HOP_FRAMES;
  return answer(small);
}
