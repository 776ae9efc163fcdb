// Sedentary reminder: reminds once when the head was down for too long within a sliding window, and
// again after a snooze.

#ifndef NODLAB_SEDENTARY_REMINDER_H
#define NODLAB_SEDENTARY_REMINDER_H

#include <stdbool.h>
#include "nodlab_config.h"
#include "nodlab_moment.h"

#ifdef __cplusplus
extern "C" {
#endif

// Whole minutes; nodlab_sedentary_start and a change of limits bring them within reason.
typedef struct {
  // Remind when the head was down for longer than this ...
  int down_minutes;
  // ... within any stretch of this length, 2 to 240.
  int window_minutes;
  // How long a snooze lasts, 1 to 120.
  int snooze_minutes;
} nodlab_sedentary_limits;

// A stretch with the head down, Unix epoch, ms.
typedef struct {
  double start_ms;
  double end_ms;
} nodlab_down_stretch;

typedef enum {
  NODLAB_SEDENTARY_QUIET,
  // Reminded, and still over the limit.
  NODLAB_SEDENTARY_DUE,
  NODLAB_SEDENTARY_SNOOZED
} nodlab_sedentary_phase;

typedef struct {
  nodlab_sedentary_limits limits;
  bool is_down;
  double counted_to_ms;
  // Oldest first, none overlapping, none older than the window.
  int stretch_count;
  nodlab_down_stretch stretches[NODLAB_SEDENTARY_MOST_STRETCHES];
  // Head down within the window that ends now, ms.
  double down_ms;
  nodlab_sedentary_phase phase;
  // While snoozed, until then; Unix epoch, ms.
  double snoozed_until_ms;
  int reminder_count;
} nodlab_sedentary;

typedef enum {
  NODLAB_SEDENTARY_TICK,
  NODLAB_SEDENTARY_HEAD,
  // Recognition ended: what the head does is not known.
  NODLAB_SEDENTARY_LOST,
  NODLAB_SEDENTARY_SNOOZE,
  NODLAB_SEDENTARY_LIMITS
} nodlab_sedentary_event_kind;

typedef struct {
  nodlab_sedentary_event_kind kind;
  // Of NODLAB_SEDENTARY_HEAD.
  bool is_down;
  // Of NODLAB_SEDENTARY_LIMITS.
  nodlab_sedentary_limits limits;
} nodlab_sedentary_event;

// The limits that hold at first.
nodlab_sedentary_limits nodlab_sedentary_default_limits(void);

void nodlab_sedentary_start(nodlab_sedentary *sedentary, nodlab_sedentary_limits limits);

nodlab_effects nodlab_sedentary_step(nodlab_sedentary *sedentary,
                                     const nodlab_sedentary_event *event,
                                     const nodlab_moment *now);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_SEDENTARY_REMINDER_H
