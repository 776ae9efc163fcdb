#include "nodlab_exact.h"

#include "nodlab_sedentary_reminder.h"

#include <stddef.h>
#include <string.h>

static const double MINUTE_MS = 60000.0;

static int within(int value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

static nodlab_sedentary_limits within_reason(nodlab_sedentary_limits limits) {
  limits.window_minutes = within(limits.window_minutes, NODLAB_SEDENTARY_LEAST_WINDOW_MINUTES,
                                 NODLAB_SEDENTARY_MOST_WINDOW_MINUTES);
  limits.down_minutes = within(limits.down_minutes, 1, limits.window_minutes - 1);
  limits.snooze_minutes = within(limits.snooze_minutes, NODLAB_SEDENTARY_LEAST_SNOOZE_MINUTES,
                                 NODLAB_SEDENTARY_MOST_SNOOZE_MINUTES);
  return limits;
}

nodlab_sedentary_limits nodlab_sedentary_default_limits(void) {
  const nodlab_sedentary_limits limits = {
      NODLAB_SEDENTARY_DOWN_MINUTES,
      NODLAB_SEDENTARY_WINDOW_MINUTES,
      NODLAB_SEDENTARY_SNOOZE_MINUTES,
  };
  return limits;
}

void nodlab_sedentary_start(nodlab_sedentary *sedentary, nodlab_sedentary_limits limits) {
  memset(sedentary, 0, sizeof *sedentary);
  sedentary->limits = within_reason(limits);
  sedentary->phase = NODLAB_SEDENTARY_QUIET;
}

// Keeps only what lies within the window that ends now.
static void trim(nodlab_sedentary *sedentary, double now_ms) {
  const double from_ms = now_ms - sedentary->limits.window_minutes * MINUTE_MS;
  nodlab_down_stretch *stretches = sedentary->stretches;
  int kept = 0;
  double down_ms = 0.0;
  for (int i = 0; i < sedentary->stretch_count; i++) {
    nodlab_down_stretch stretch = stretches[i];
    if (!(stretch.end_ms > from_ms)) continue;
    if (stretch.start_ms < from_ms) stretch.start_ms = from_ms;
    stretches[kept++] = stretch;
    down_ms = down_ms + stretch.end_ms - stretch.start_ms;
  }
  sedentary->stretch_count = kept;
  sedentary->down_ms = down_ms;
}

static void add_stretch(nodlab_sedentary *sedentary, double start_ms, double end_ms) {
  nodlab_down_stretch *stretches = sedentary->stretches;
  if (sedentary->stretch_count == NODLAB_SEDENTARY_MOST_STRETCHES) {
    // Room for one more: the oldest moves up to the next, so that no time down is lost or made up.
    stretches[1].start_ms -= stretches[0].end_ms - stretches[0].start_ms;
    sedentary->stretch_count--;
    memmove(stretches, stretches + 1, sizeof stretches[0] * (size_t)sedentary->stretch_count);
  }
  nodlab_down_stretch *added = &stretches[sedentary->stretch_count++];
  added->start_ms = start_ms;
  added->end_ms = end_ms;
}

static void count_time(nodlab_sedentary *sedentary, double now_ms) {
  const double from_ms = sedentary->counted_to_ms;
  const double elapsed_ms = now_ms - from_ms;
  sedentary->counted_to_ms = now_ms;
  if (sedentary->is_down && elapsed_ms > 0.0 && elapsed_ms <= NODLAB_LONGEST_TICK_MS) {
    const int last = sedentary->stretch_count - 1;
    if (last >= 0 && sedentary->stretches[last].end_ms == from_ms) {
      sedentary->stretches[last].end_ms = now_ms;
    } else {
      add_stretch(sedentary, from_ms, now_ms);
    }
  }
  trim(sedentary, now_ms);
}

static void follow(nodlab_sedentary *sedentary, const nodlab_sedentary_event *event,
                   double now_ms) {
  switch (event->kind) {
    case NODLAB_SEDENTARY_TICK:
      break;
    case NODLAB_SEDENTARY_HEAD:
      sedentary->is_down = event->is_down;
      break;
    case NODLAB_SEDENTARY_LOST:
      sedentary->is_down = false;
      break;
    case NODLAB_SEDENTARY_SNOOZE:
      if (sedentary->phase != NODLAB_SEDENTARY_DUE) break;
      sedentary->phase = NODLAB_SEDENTARY_SNOOZED;
      sedentary->snoozed_until_ms = now_ms + sedentary->limits.snooze_minutes * MINUTE_MS;
      break;
    case NODLAB_SEDENTARY_LIMITS:
      sedentary->limits = within_reason(event->limits);
      trim(sedentary, now_ms);
      break;
  }
}

static nodlab_effects remind(nodlab_sedentary *sedentary, double now_ms) {
  nodlab_effects effects = nodlab_no_effects();
  if (!(sedentary->down_ms > sedentary->limits.down_minutes * MINUTE_MS)) {
    sedentary->phase = NODLAB_SEDENTARY_QUIET;
    return effects;
  }
  // Who looks up is resting: the hour's count falls by itself.
  const bool again = sedentary->phase == NODLAB_SEDENTARY_SNOOZED &&
                     now_ms >= sedentary->snoozed_until_ms && sedentary->is_down;
  if (sedentary->phase != NODLAB_SEDENTARY_QUIET && !again) return effects;
  sedentary->phase = NODLAB_SEDENTARY_DUE;
  sedentary->reminder_count++;
  nodlab_add_effect(&effects, NODLAB_PLAY_REMINDER);
  nodlab_add_effect(&effects, NODLAB_REMIND);
  effects.items[1].down_minutes = sedentary->limits.down_minutes;
  effects.items[1].window_minutes = sedentary->limits.window_minutes;
  return effects;
}

nodlab_effects nodlab_sedentary_step(nodlab_sedentary *sedentary,
                                     const nodlab_sedentary_event *event,
                                     const nodlab_moment *now) {
  count_time(sedentary, now->ms);
  follow(sedentary, event, now->ms);
  return remind(sedentary, now->ms);
}
