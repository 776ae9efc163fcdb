// Exercise counter: counts movements to the day's goals; a day is done when every goal is reached.

#ifndef NODLAB_EXERCISE_COUNTER_H
#define NODLAB_EXERCISE_COUNTER_H

#include <stdbool.h>
#include <stdint.h>
#include "nodlab_config.h"
#include "nodlab_moment.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  NODLAB_EXERCISE_NECK_LEFT,
  NODLAB_EXERCISE_NECK_RIGHT,
  NODLAB_EXERCISE_NOD,
  NODLAB_EXERCISE_SHAKE
} nodlab_exercise_movement;

enum { NODLAB_EXERCISE_MOVEMENTS = 4 };

typedef struct {
  // Repetitions a day; 0: not part of the exercise.
  int32_t goals[NODLAB_EXERCISE_MOVEMENTS];
  // Whether `day`, the local date that `counts` are of (days since 1 January 1970), is known yet.
  bool has_day;
  int32_t day;
  int32_t counts[NODLAB_EXERCISE_MOVEMENTS];
  // Days on which every goal was reached, oldest first.
  int done_count;
  int32_t done_days[NODLAB_EXERCISE_KEPT_DAYS];
} nodlab_exercise;

typedef enum {
  // Notices that a new day has begun.
  NODLAB_EXERCISE_TICK,
  NODLAB_EXERCISE_MOVED,
  NODLAB_EXERCISE_GOAL,
  // Counts from zero, or as they were before that.
  NODLAB_EXERCISE_SET_COUNTS
} nodlab_exercise_event_kind;

typedef struct {
  nodlab_exercise_event_kind kind;
  // Of NODLAB_EXERCISE_MOVED and NODLAB_EXERCISE_GOAL.
  nodlab_exercise_movement movement;
  // Of NODLAB_EXERCISE_GOAL, 0 to NODLAB_EXERCISE_HIGHEST_GOAL.
  int32_t goal;
  // Of NODLAB_EXERCISE_SET_COUNTS.
  int32_t counts[NODLAB_EXERCISE_MOVEMENTS];
} nodlab_exercise_event;

// The usual goals, nothing counted.
void nodlab_exercise_start(nodlab_exercise *exercise);

nodlab_effects nodlab_exercise_step(nodlab_exercise *exercise, const nodlab_exercise_event *event,
                                    const nodlab_moment *now);

// Whether every goal of the day is reached; never without a goal.
bool nodlab_exercise_is_done(const nodlab_exercise *exercise);

// Days in a row up to `day`, or up to the one before while that one is not done yet.
int nodlab_exercise_streak(const nodlab_exercise *exercise, int32_t day);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_EXERCISE_COUNTER_H
