#include "nodlab_exact.h"

#include "nodlab_resampler.h"

void nodlab_resampler_init(nodlab_resampler *resampler, nodlab_point_listener listener,
                           void *user) {
  resampler->listener = listener;
  resampler->user = user;
  resampler->has_previous = false;
  resampler->previous_ms = 0.0;
  resampler->start_ms = 0.0;
  resampler->points = 0;
}

void nodlab_resampler_restart(nodlab_resampler *resampler) { resampler->has_previous = false; }

// Writes the point at `point_ms`, after the previous frame and not after the one at `time_ms`.
static void interpolate(nodlab_resampler *resampler, double point_ms, double time_ms,
                        const float *values) {
  if (point_ms == time_ms) {
    for (int i = 0; i < NODLAB_CHANNELS; i++) resampler->point[i] = values[i];
    return;
  }
  const double earlier_ms = resampler->previous_ms;
  const float weight = (float)((point_ms - earlier_ms) / (time_ms - earlier_ms));
  for (int i = 0; i < NODLAB_CHANNELS; i++) {
    const float a = resampler->previous[i];
    const float difference = values[i] - a;
    const float part = difference * weight;
    resampler->point[i] = a + part;
  }
}

void nodlab_resampler_push(nodlab_resampler *resampler, double time_ms, const float *values) {
  const double elapsed_ms = time_ms - resampler->previous_ms;
  if (!resampler->has_previous || !(elapsed_ms >= 0.0 && elapsed_ms <= NODLAB_RESTART_GAP_MS)) {
    resampler->has_previous = true;
    resampler->start_ms = time_ms;
    resampler->points = 0;
    resampler->previous_ms = time_ms;
  }
  const double step_ms = 1000.0 / NODLAB_RATE_HZ;
  for (;;) {
    const double point_ms = resampler->start_ms + (double)resampler->points * step_ms;
    if (point_ms > time_ms) break;
    interpolate(resampler, point_ms, time_ms, values);
    resampler->points++;
    const bool sound =
        point_ms == time_ms || time_ms - resampler->previous_ms <= NODLAB_MAX_GAP_MS;
    resampler->listener(resampler->user, point_ms, resampler->point, sound);
  }
  resampler->previous_ms = time_ms;
  for (int i = 0; i < NODLAB_CHANNELS; i++) resampler->previous[i] = values[i];
}
