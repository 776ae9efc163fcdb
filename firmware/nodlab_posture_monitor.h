// Posture monitor: time with the head down, level, up, and with the body moving, by day and hour.

#ifndef NODLAB_POSTURE_MONITOR_H
#define NODLAB_POSTURE_MONITOR_H

#include <stdbool.h>
#include <stdint.h>
#include "nodlab_config.h"
#include "nodlab_moment.h"

#ifdef __cplusplus
extern "C" {
#endif

// What a person is doing; moving (walking, say) stands above where the head points.
typedef enum {
  NODLAB_POSTURE_DOWN,
  NODLAB_POSTURE_LEVEL,
  NODLAB_POSTURE_UP,
  NODLAB_POSTURE_MOVING,
  // Nothing is recognised now, so that no time counts.
  NODLAB_POSTURE_UNKNOWN
} nodlab_posture_kind;

enum { NODLAB_POSTURES = 4, NODLAB_HOURS = 24 };

typedef struct {
  // Local date: days since 1 January 1970.
  int32_t day;
  // Time by local hour and posture, ms.
  double times_ms[NODLAB_HOURS][NODLAB_POSTURES];
} nodlab_posture_day;

typedef struct {
  // Where the head points: down, level, up or unknown.
  nodlab_posture_kind head;
  bool is_moving;
  // Time up to here is counted, Unix epoch, ms.
  double counted_to_ms;
  // Oldest first; the last is today's once there is any.
  int day_count;
  nodlab_posture_day days[NODLAB_POSTURE_KEPT_DAYS];
} nodlab_posture;

typedef enum {
  NODLAB_POSTURE_TICK,
  NODLAB_POSTURE_HEAD,
  NODLAB_POSTURE_BODY,
  // Recognition ended.
  NODLAB_POSTURE_LOST
} nodlab_posture_event_kind;

typedef struct {
  nodlab_posture_event_kind kind;
  // Of NODLAB_POSTURE_HEAD: where it points.
  nodlab_posture_kind head;
  // Of NODLAB_POSTURE_BODY: whether it moves.
  bool is_moving;
} nodlab_posture_event;

// Nothing recognised yet, no days.
void nodlab_posture_start(nodlab_posture *posture);

// Counts the time since the last event to what held until now, then takes the event.
nodlab_effects nodlab_posture_step(nodlab_posture *posture, const nodlab_posture_event *event,
                                   const nodlab_moment *now);

// What counts now.
nodlab_posture_kind nodlab_posture_now(const nodlab_posture *posture);

// Total of one day, ms; 0 for a day without readings.
double nodlab_posture_total_ms(const nodlab_posture *posture, int32_t day,
                               nodlab_posture_kind kind);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_POSTURE_MONITOR_H
