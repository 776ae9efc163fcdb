// A moment of the apps' clock, and what an app can ask for.

#ifndef NODLAB_MOMENT_H
#define NODLAB_MOMENT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A moment, with where it lies in the person's day.
typedef struct {
  // Unix epoch, ms.
  double ms;
  // Local date: days since 1 January 1970.
  int32_t day;
  // Local hour, 0 to 23.
  int hour;
  // When this hour began, Unix epoch, ms.
  double hour_start_ms;
} nodlab_moment;

// Where a time (Unix epoch, ms) lies in the day of a place whose clocks are `utc_offset_minutes`
// ahead of UTC.
nodlab_moment nodlab_moment_of(double ms, int utc_offset_minutes);

typedef enum {
  NODLAB_PLAY_DONE,
  NODLAB_PLAY_REMINDER,
  NODLAB_START_RINGING,
  NODLAB_STOP_RINGING,
  NODLAB_REMIND
} nodlab_effect_kind;

typedef struct {
  nodlab_effect_kind kind;
  // Of NODLAB_REMIND: minutes with the head down, and of how many; else 0.
  int down_minutes;
  int window_minutes;
} nodlab_effect;

// What is to be done, in order.
typedef struct {
  int count;
  nodlab_effect items[2];
} nodlab_effects;

nodlab_effects nodlab_no_effects(void);

// Puts one more at the end.
void nodlab_add_effect(nodlab_effects *effects, nodlab_effect_kind kind);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_MOMENT_H
