#include "nodlab_frame_clock.h"

enum {
  SECOND_US = 1000000,
  MEASURE_US = 2000000,
  LEAST_COUNTED = 16,
  FRACTION_BITS = 16,
  MICROSECOND = 1 << FRACTION_BITS
};

void nodlab_timer_init(nodlab_timer *timer, uint32_t rate_hz, uint32_t now) {
  timer->rate_hz = rate_hz;
  timer->last = now;
  timer->ticks = 0;
}

uint64_t nodlab_timer_us(nodlab_timer *timer, uint32_t now) {
  timer->ticks += (uint32_t)(now - timer->last);
  timer->last = now;
  // Seconds apart, so that nothing overflows in a lifetime.
  const uint64_t seconds = timer->ticks / timer->rate_hz;
  const uint64_t rest = timer->ticks % timer->rate_hz;
  return seconds * SECOND_US + rest * SECOND_US / timer->rate_hz;
}

void nodlab_frame_clock_init(nodlab_frame_clock *clock) {
  clock->has_begun = false;
  clock->has_rate = false;
}

static void begin_second(nodlab_frame_clock *clock, uint64_t now_us) {
  clock->second_ends_us = now_us + SECOND_US;
  clock->second_frames = 0;
  clock->least_delay = INT64_MAX;
}

static void measure(nodlab_frame_clock *clock, uint64_t now_us, uint32_t frames) {
  if (!clock->has_begun) {
    // How long these had waited is anybody's guess.
    clock->has_begun = true;
    clock->began_us = now_us;
    clock->counted = 0;
    return;
  }
  clock->counted += frames;
  const uint64_t elapsed_us = now_us - clock->began_us;
  if (elapsed_us < MEASURE_US || clock->counted < LEAST_COUNTED) return;
  clock->has_rate = true;
  clock->period = (elapsed_us << FRACTION_BITS) / clock->counted;
  clock->step = clock->period;
  clock->newest = now_us << FRACTION_BITS;
  clock->lost = 0;
  begin_second(clock, now_us);
}

// Frames that went missing, by how late the ones after them came. A sensor with a memory loses none
// until many have waited; so where several were read at once, only a long delay means a loss.
static uint32_t missing_frames(uint64_t period, int64_t delay, uint32_t frames) {
  const int64_t halves = frames == 1 ? 3 : 9;
  if (delay < halves * (int64_t)(period / 2)) return 0;
  return (uint32_t)((uint64_t)delay / period);
}

// Half of what the frames lay apart goes away within the next second, an eighth for good.
static void end_second(nodlab_frame_clock *clock, uint64_t now_us) {
  const int64_t period = (int64_t)clock->period;
  const int64_t frames = clock->second_frames;
  int64_t delay = clock->least_delay;
  if (delay >= period - period / 10) {
    // A whole second of delay: a frame was missing, and nothing had shown it.
    const int64_t missing = (delay + period / 2) / period;
    clock->lost += (uint32_t)missing;
    clock->newest += (uint64_t)(missing * period);
    delay -= missing * period;
  }
  // Less than a period either way by now, whoever read however late.
  clock->period = (uint64_t)(period + delay / 8 / frames);
  clock->step = (uint64_t)((int64_t)clock->period + delay / 2 / frames);
  begin_second(clock, now_us);
}

bool nodlab_frame_clock_read(nodlab_frame_clock *clock, uint64_t now_us, uint32_t frames,
                             nodlab_frame_times *times) {
  if (!clock->has_rate) {
    measure(clock, now_us, frames);
    return false;
  }
  times->lost = 0;
  times->first = clock->newest;
  times->step = clock->step;
  if (frames == 0) return true;
  const uint64_t now = now_us << FRACTION_BITS;
  uint64_t step = clock->step;
  int64_t delay = (int64_t)(now - (clock->newest + frames * step));
  const uint32_t missing = missing_frames(clock->period, delay, frames);
  delay -= (int64_t)(missing * clock->period);
  uint64_t before = clock->newest + missing * clock->period;
  if (delay < -(int64_t)(clock->period / 2)) {
    // Read before it was measured? A frame was taken for missing that was late. Time goes on.
    const uint64_t elapsed = now > before ? now - before : 0;
    step = elapsed / frames;
    if (step < MICROSECOND) step = MICROSECOND;
    delay = 0;
  }
  times->lost = clock->lost + missing;
  times->first = before + step;
  times->step = step;
  clock->lost = 0;
  clock->newest = before + frames * step;
  clock->second_frames += frames + missing;
  if (delay < clock->least_delay) clock->least_delay = delay;
  if (now_us >= clock->second_ends_us && clock->second_frames > 0) end_second(clock, now_us);
  return true;
}
