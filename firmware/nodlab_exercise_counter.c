#include "nodlab_exercise_counter.h"

#include <string.h>

static const int32_t GOALS[NODLAB_EXERCISE_MOVEMENTS] = NODLAB_EXERCISE_GOALS;

void nodlab_exercise_start(nodlab_exercise *exercise) {
  memset(exercise, 0, sizeof *exercise);
  memcpy(exercise->goals, GOALS, sizeof GOALS);
}

bool nodlab_exercise_is_done(const nodlab_exercise *exercise) {
  bool has_goal = false;
  for (int i = 0; i < NODLAB_EXERCISE_MOVEMENTS; i++) {
    if (exercise->goals[i] > 0) has_goal = true;
    if (exercise->counts[i] < exercise->goals[i]) return false;
  }
  return has_goal;
}

static bool was_done(const nodlab_exercise *exercise, int32_t day) {
  for (int i = 0; i < exercise->done_count; i++) {
    if (exercise->done_days[i] == day) return true;
  }
  return false;
}

int nodlab_exercise_streak(const nodlab_exercise *exercise, int32_t day) {
  int32_t last = was_done(exercise, day) ? day : day - 1;
  int length = 0;
  for (; was_done(exercise, last); last--) length++;
  return length;
}

// Today is the last of the days done, or none of them.
static void judge(nodlab_exercise *exercise) {
  int32_t *days = exercise->done_days;
  int kept = 0;
  for (int i = 0; i < exercise->done_count; i++) {
    if (days[i] != exercise->day) days[kept++] = days[i];
  }
  if (nodlab_exercise_is_done(exercise)) {
    if (kept == NODLAB_EXERCISE_KEPT_DAYS) {
      kept--;
      memmove(days, days + 1, sizeof days[0] * (NODLAB_EXERCISE_KEPT_DAYS - 1));
    }
    days[kept++] = exercise->day;
  }
  exercise->done_count = kept;
}

static nodlab_effects move(nodlab_exercise *exercise, nodlab_exercise_movement movement) {
  nodlab_effects effects = nodlab_no_effects();
  if (exercise->goals[movement] == 0) return effects;
  exercise->counts[movement]++;
  if (exercise->counts[movement] == exercise->goals[movement]) {
    nodlab_add_effect(&effects, NODLAB_PLAY_DONE);
  }
  judge(exercise);
  return effects;
}

static int32_t within_goals(int32_t goal) {
  return goal < 0 ? 0 : goal > NODLAB_EXERCISE_HIGHEST_GOAL ? NODLAB_EXERCISE_HIGHEST_GOAL : goal;
}

nodlab_effects nodlab_exercise_step(nodlab_exercise *exercise, const nodlab_exercise_event *event,
                                    const nodlab_moment *now) {
  if (!exercise->has_day || exercise->day != now->day) {
    exercise->has_day = true;
    exercise->day = now->day;
    memset(exercise->counts, 0, sizeof exercise->counts);
  }
  switch (event->kind) {
    case NODLAB_EXERCISE_TICK:
      break;
    case NODLAB_EXERCISE_MOVED:
      return move(exercise, event->movement);
    case NODLAB_EXERCISE_GOAL:
      exercise->goals[event->movement] = within_goals(event->goal);
      judge(exercise);
      break;
    case NODLAB_EXERCISE_SET_COUNTS:
      memcpy(exercise->counts, event->counts, sizeof exercise->counts);
      judge(exercise);
      break;
  }
  return nodlab_no_effects();
}
