#include "nodlab_exact.h"

#include "nodlab_smoother.h"

void nodlab_smoother_init(nodlab_smoother *smoother) {
  for (int i = 0; i < NODLAB_CLASSES; i++) smoother->mean[i] = 0.0f;
  nodlab_smoother_clear(smoother);
}

void nodlab_smoother_clear(nodlab_smoother *smoother) {
  smoother->next = 0;
  smoother->held = 0;
}

void nodlab_smoother_push(nodlab_smoother *smoother, double at_ms, const float *scores) {
  const int newest = smoother->next;
  smoother->at_ms[newest] = at_ms;
  for (int i = 0; i < NODLAB_CLASSES; i++) {
    smoother->scores[newest][i] = scores[i];
    smoother->mean[i] = 0.0f;
  }
  smoother->next = (newest + 1) % NODLAB_SMOOTHED_ANSWERS;
  if (smoother->held < NODLAB_SMOOTHED_ANSWERS) smoother->held++;
  int used = 0;
  for (int slot = 0; slot < smoother->held; slot++) {
    const double age_ms = at_ms - smoother->at_ms[slot];
    if (age_ms < 0.0 || age_ms > NODLAB_SMOOTHED_MS) continue;
    used++;
    for (int i = 0; i < NODLAB_CLASSES; i++) smoother->mean[i] += smoother->scores[slot][i];
  }
  for (int i = 0; i < NODLAB_CLASSES; i++) smoother->mean[i] /= (float)used;
}
