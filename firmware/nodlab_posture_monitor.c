#include "nodlab_exact.h"

#include "nodlab_posture_monitor.h"

#include <stddef.h>
#include <string.h>

void nodlab_posture_start(nodlab_posture *posture) {
  memset(posture, 0, sizeof *posture);
  posture->head = NODLAB_POSTURE_UNKNOWN;
}

nodlab_posture_kind nodlab_posture_now(const nodlab_posture *posture) {
  const bool is_known = posture->head != NODLAB_POSTURE_UNKNOWN;
  return is_known && posture->is_moving ? NODLAB_POSTURE_MOVING : posture->head;
}

double nodlab_posture_total_ms(const nodlab_posture *posture, int32_t day,
                               nodlab_posture_kind kind) {
  double total_ms = 0.0;
  for (int at = 0; at < posture->day_count; at++) {
    if (posture->days[at].day != day) continue;
    for (int hour = 0; hour < NODLAB_HOURS; hour++) {
      total_ms += posture->days[at].times_ms[hour][kind];
    }
  }
  return total_ms;
}

// Without a whole day on the stack.
static void swap_days(nodlab_posture_day *one, nodlab_posture_day *other) {
  const int32_t day = one->day;
  one->day = other->day;
  other->day = day;
  for (int hour = 0; hour < NODLAB_HOURS; hour++) {
    for (int kind = 0; kind < NODLAB_POSTURES; kind++) {
      const double ms = one->times_ms[hour][kind];
      one->times_ms[hour][kind] = other->times_ms[hour][kind];
      other->times_ms[hour][kind] = ms;
    }
  }
}

// That day, moved or put to the end; the oldest one goes where there is no room.
static nodlab_posture_day *last_day(nodlab_posture *posture, int32_t day) {
  nodlab_posture_day *days = posture->days;
  int at = posture->day_count - 1;
  while (at >= 0 && days[at].day != day) at--;
  if (at < 0) {
    at = posture->day_count < NODLAB_POSTURE_KEPT_DAYS ? posture->day_count++ : 0;
    memset(&days[at], 0, sizeof days[at]);
    days[at].day = day;
  }
  for (; at < posture->day_count - 1; at++) swap_days(&days[at], &days[at + 1]);
  return &days[at];
}

static void add_time(nodlab_posture *posture, int32_t day, int hour, nodlab_posture_kind kind,
                     double ms) {
  last_day(posture, day)->times_ms[hour][kind] += ms;
}

static void count_time(nodlab_posture *posture, const nodlab_moment *now) {
  const nodlab_posture_kind kind = nodlab_posture_now(posture);
  const double elapsed_ms = now->ms - posture->counted_to_ms;
  posture->counted_to_ms = now->ms;
  if (kind == NODLAB_POSTURE_UNKNOWN) return;
  if (elapsed_ms <= 0.0 || elapsed_ms > NODLAB_LONGEST_TICK_MS) return;
  const double into_hour_ms = now->ms - now->hour_start_ms;
  const double most_ms = into_hour_ms > 0.0 ? into_hour_ms : 0.0;
  const double in_this_hour_ms = elapsed_ms < most_ms ? elapsed_ms : most_ms;
  // A tick is far shorter than an hour: what is left belongs to the hour before.
  const double before_ms = elapsed_ms - in_this_hour_ms;
  if (before_ms > 0.0 && now->hour > 0) {
    add_time(posture, now->day, now->hour - 1, kind, before_ms);
  }
  add_time(posture, now->day, now->hour, kind, in_this_hour_ms);
}

nodlab_effects nodlab_posture_step(nodlab_posture *posture, const nodlab_posture_event *event,
                                   const nodlab_moment *now) {
  count_time(posture, now);
  switch (event->kind) {
    case NODLAB_POSTURE_TICK:
      break;
    case NODLAB_POSTURE_HEAD:
      posture->head = event->head;
      break;
    case NODLAB_POSTURE_BODY:
      posture->is_moving = event->is_moving;
      break;
    case NODLAB_POSTURE_LOST:
      posture->head = NODLAB_POSTURE_UNKNOWN;
      posture->is_moving = false;
      break;
  }
  return nodlab_no_effects();
}
