// The four apps on what is recognised: hand the recogniser's calls on to these functions.

#ifndef NODLAB_APPS_H
#define NODLAB_APPS_H

#include <stdbool.h>
#include "nodlab_call_control.h"
#include "nodlab_config.h"
#include "nodlab_exercise_counter.h"
#include "nodlab_moment.h"
#include "nodlab_posture_monitor.h"
#include "nodlab_recogniser.h"
#include "nodlab_sedentary_reminder.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  nodlab_posture posture;
  nodlab_sedentary sedentary;
  nodlab_call call;
  nodlab_exercise exercise;
  bool is_recognising;
  // Class of the state that holds; 0: none.
  int state;
  // Does what an app asks for: sound, ring, remind.
  void (*perform)(void *user, const nodlab_effect *effect);
  void *user;
} nodlab_apps;

void nodlab_apps_init(nodlab_apps *apps, void (*perform)(void *user, const nodlab_effect *effect),
                      void *user);

// Recognition began (its first window is answered) or ended (the sensor is off, say).
void nodlab_apps_running(nodlab_apps *apps, bool is_running, const nodlab_moment *now);

// The recogniser's `state`.
void nodlab_apps_state(nodlab_apps *apps, int id, const nodlab_moment *now);

// The recogniser's `moving`.
void nodlab_apps_moving(nodlab_apps *apps, bool is_moving, const nodlab_moment *now);

// The recogniser's `event`. `clock_ms`: the frames' clock, here as below.
void nodlab_apps_event(nodlab_apps *apps, const nodlab_event *event, const nodlab_moment *now,
                       double clock_ms);

// The recogniser's `surer`.
void nodlab_apps_surer(nodlab_apps *apps, const nodlab_event *event, double clock_ms);

// Time passes: once a second will do.
void nodlab_apps_tick(nodlab_apps *apps, const nodlab_moment *now, double clock_ms);

// What a person does to an app: a call that comes in, a button, a goal, a limit.
void nodlab_apps_to_call(nodlab_apps *apps, const nodlab_call_event *event, double clock_ms);
void nodlab_apps_to_sedentary(nodlab_apps *apps, const nodlab_sedentary_event *event,
                              const nodlab_moment *now);
void nodlab_apps_to_exercise(nodlab_apps *apps, const nodlab_exercise_event *event,
                             const nodlab_moment *now);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_APPS_H
