#include "nodlab_apps.h"

#include <stddef.h>

// Order of nodlab_role_classes.
enum { ROLE_NOD, ROLE_SHAKE, ROLE_NECK_LEFT, ROLE_NECK_RIGHT, ROLE_HEAD_DOWN, ROLE_HEAD_UP };

static const int EXERCISE_ROLES[NODLAB_EXERCISE_MOVEMENTS] = {
    ROLE_NECK_LEFT,
    ROLE_NECK_RIGHT,
    ROLE_NOD,
    ROLE_SHAKE,
};

void nodlab_apps_init(nodlab_apps *apps, void (*perform)(void *user, const nodlab_effect *effect),
                      void *user) {
  nodlab_posture_start(&apps->posture);
  nodlab_sedentary_start(&apps->sedentary, nodlab_sedentary_default_limits());
  nodlab_call_start(&apps->call);
  nodlab_exercise_start(&apps->exercise);
  apps->is_recognising = false;
  apps->state = 0;
  apps->perform = perform;
  apps->user = user;
}

static void perform(const nodlab_apps *apps, nodlab_effects effects) {
  if (apps->perform == NULL) return;
  for (int i = 0; i < effects.count; i++) apps->perform(apps->user, &effects.items[i]);
}

static void to_posture(nodlab_apps *apps, const nodlab_posture_event *event,
                       const nodlab_moment *now) {
  perform(apps, nodlab_posture_step(&apps->posture, event, now));
}

void nodlab_apps_to_sedentary(nodlab_apps *apps, const nodlab_sedentary_event *event,
                              const nodlab_moment *now) {
  perform(apps, nodlab_sedentary_step(&apps->sedentary, event, now));
}

void nodlab_apps_to_exercise(nodlab_apps *apps, const nodlab_exercise_event *event,
                             const nodlab_moment *now) {
  perform(apps, nodlab_exercise_step(&apps->exercise, event, now));
}

void nodlab_apps_to_call(nodlab_apps *apps, const nodlab_call_event *event, double clock_ms) {
  perform(apps, nodlab_call_step(&apps->call, event, clock_ms));
}

// Tells the apps what the head does now.
static void tell_head(nodlab_apps *apps, const nodlab_moment *now) {
  nodlab_posture_event posture = {NODLAB_POSTURE_LOST, NODLAB_POSTURE_UNKNOWN, false};
  nodlab_sedentary_event sedentary = {NODLAB_SEDENTARY_LOST, false, {0, 0, 0}};
  if (apps->is_recognising) {
    const bool is_down = apps->state == nodlab_role_classes[ROLE_HEAD_DOWN];
    const bool is_up = apps->state == nodlab_role_classes[ROLE_HEAD_UP];
    posture.kind = NODLAB_POSTURE_HEAD;
    posture.head = is_down ? NODLAB_POSTURE_DOWN : is_up ? NODLAB_POSTURE_UP : NODLAB_POSTURE_LEVEL;
    sedentary.kind = NODLAB_SEDENTARY_HEAD;
    sedentary.is_down = is_down;
  }
  to_posture(apps, &posture, now);
  nodlab_apps_to_sedentary(apps, &sedentary, now);
}

void nodlab_apps_running(nodlab_apps *apps, bool is_running, const nodlab_moment *now) {
  apps->is_recognising = is_running;
  apps->state = 0;
  tell_head(apps, now);
}

void nodlab_apps_state(nodlab_apps *apps, int id, const nodlab_moment *now) {
  apps->state = id;
  tell_head(apps, now);
}

void nodlab_apps_moving(nodlab_apps *apps, bool is_moving, const nodlab_moment *now) {
  const nodlab_posture_event event = {NODLAB_POSTURE_BODY, NODLAB_POSTURE_UNKNOWN, is_moving};
  to_posture(apps, &event, now);
}

void nodlab_apps_surer(nodlab_apps *apps, const nodlab_event *event, double clock_ms) {
  nodlab_call_event call = {NODLAB_CALL_MOVEMENT, 0, NODLAB_CALL_OTHER, 0.0, 0.0f};
  if (event->id == nodlab_role_classes[ROLE_NOD]) {
    call.movement = NODLAB_CALL_NOD;
  } else if (event->id == nodlab_role_classes[ROLE_SHAKE]) {
    call.movement = NODLAB_CALL_SHAKE;
  }
  call.start_ms = event->start_ms;
  call.score = event->score;
  nodlab_apps_to_call(apps, &call, clock_ms);
}

void nodlab_apps_event(nodlab_apps *apps, const nodlab_event *event, const nodlab_moment *now,
                       double clock_ms) {
  nodlab_apps_surer(apps, event, clock_ms);
  for (int i = 0; i < NODLAB_EXERCISE_MOVEMENTS; i++) {
    if (nodlab_role_classes[EXERCISE_ROLES[i]] != event->id) continue;
    nodlab_exercise_event moved = {NODLAB_EXERCISE_MOVED, (nodlab_exercise_movement)i, 0, {0}};
    nodlab_apps_to_exercise(apps, &moved, now);
    return;
  }
}

void nodlab_apps_tick(nodlab_apps *apps, const nodlab_moment *now, double clock_ms) {
  const nodlab_posture_event posture = {NODLAB_POSTURE_TICK, NODLAB_POSTURE_UNKNOWN, false};
  const nodlab_sedentary_event sedentary = {NODLAB_SEDENTARY_TICK, false, {0, 0, 0}};
  const nodlab_exercise_event exercise = {NODLAB_EXERCISE_TICK, NODLAB_EXERCISE_NOD, 0, {0}};
  const nodlab_call_event call = {NODLAB_CALL_TICK, 0, NODLAB_CALL_OTHER, 0.0, 0.0f};
  to_posture(apps, &posture, now);
  nodlab_apps_to_sedentary(apps, &sedentary, now);
  nodlab_apps_to_exercise(apps, &exercise, now);
  nodlab_apps_to_call(apps, &call, clock_ms);
}
