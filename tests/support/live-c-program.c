// Plays a tape of frames and of what a person does to the apps, and logs all that follows; the page's
// part is tests/support/live-page.ts, line by line the same.
//
// Reads the file `tape`: float64 numbers, a record a row: kind, time on the frames' clock (ms),
// arguments. Writes `log`, `windows` and `points`.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nodlab_apps.h"
#include "real_model.h"

enum {
  FRAME,
  CLOCK,
  TICK,
  RUNNING,
  INCOMING,
  ANSWER,
  DECLINE,
  SNOOZE,
  LIMITS,
  GOAL,
  THRESHOLD,
  HOLD_OFF,
  STATE
};

static FILE *log_file, *windows, *points;
static nodlab_apps apps;
static nodlab_recogniser recogniser;
static double epoch_ms, clock_ms;
static int utc_offset_minutes;
static bool is_told;

static uint64_t bits64(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static uint32_t bits32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static void log64(double value) { fprintf(log_file, " %016llx", (unsigned long long)bits64(value)); }

static void log32(float value) { fprintf(log_file, " %08lx", (unsigned long)bits32(value)); }

static nodlab_moment now(void) {
  return nodlab_moment_of(epoch_ms + clock_ms, utc_offset_minutes);
}

// The generated model goes by another name here, so that its windows can be written down.
void nodlab_model_run(const int8_t *input, int8_t *output) {
  fwrite(input, 1, NODLAB_FRAMES * NODLAB_CHANNELS, windows);
  real_model_run(input, output);
}

static void log_event(const char *word, const nodlab_event *event) {
  fprintf(log_file, "%s %d", word, event->id);
  log64(event->start_ms);
  log64(event->at_ms);
  log32(event->score);
  fputc('\n', log_file);
}

static void on_event(void *user, const nodlab_event *event) {
  (void)user;
  const nodlab_moment moment = now();
  log_event("event", event);
  nodlab_apps_event(&apps, event, &moment, clock_ms);
}

static void on_surer(void *user, const nodlab_event *event) {
  (void)user;
  log_event("surer", event);
  nodlab_apps_surer(&apps, event, clock_ms);
}

static void on_state(void *user, int id, double at_ms) {
  (void)user;
  const nodlab_moment moment = now();
  fprintf(log_file, "state %d", id);
  log64(at_ms);
  fputc('\n', log_file);
  nodlab_apps_state(&apps, id, &moment);
}

static void on_moving(void *user, bool moving, double at_ms) {
  (void)user;
  const nodlab_moment moment = now();
  fprintf(log_file, "moving %d", moving);
  log64(at_ms);
  fputc('\n', log_file);
  nodlab_apps_moving(&apps, moving, &moment);
}

static void on_answer(void *user, double at_ms, const float *scores, bool whole) {
  (void)user;
  fprintf(log_file, "answer %d", whole);
  log64(at_ms);
  for (int i = 0; i < NODLAB_CLASSES; i++) log32(scores[i]);
  fputc('\n', log_file);
  if (is_told) return;
  const nodlab_moment moment = now();
  is_told = true;
  nodlab_apps_running(&apps, true, &moment);
}

static void on_point(void *user, double time_ms, const float *values, bool sound) {
  (void)user;
  double point[NODLAB_CHANNELS + 2] = {time_ms, sound};
  for (int i = 0; i < NODLAB_CHANNELS; i++) point[i + 2] = (double)values[i];
  fwrite(point, sizeof point[0], NODLAB_CHANNELS + 2, points);
}

static void perform(void *user, const nodlab_effect *effect) {
  static const char *const WORDS[] = {"done", "reminder", "ring", "silence", "remind"};
  (void)user;
  fprintf(log_file, "effect %s %d %d\n", WORDS[effect->kind], effect->down_minutes,
          effect->window_minutes);
}

static void log_apps(void) {
  const nodlab_call *call = &apps.call;
  const int32_t today = now().day;
  fprintf(log_file, "posture %d %d", apps.posture.head, apps.posture.is_moving);
  log64(apps.posture.counted_to_ms);
  for (int kind = 0; kind < NODLAB_POSTURES; kind++) {
    log64(nodlab_posture_total_ms(&apps.posture, today, (nodlab_posture_kind)kind));
  }
  fprintf(log_file, "\nsedentary %d %d %d %d", apps.sedentary.is_down, apps.sedentary.phase,
          apps.sedentary.reminder_count, apps.sedentary.stretch_count);
  log64(apps.sedentary.down_ms);
  log64(apps.sedentary.snoozed_until_ms);
  fprintf(log_file, "\ncall %d %d", call->phase, call->caller);
  if (call->phase == NODLAB_CALL_RINGING) log64(call->since_ms);
  if (call->phase == NODLAB_CALL_ANSWERED || call->phase == NODLAB_CALL_DECLINED) {
    fprintf(log_file, " %d", call->by);
    log64(call->after_ms);
  }
  fprintf(log_file, "\nexercise");
  for (int i = 0; i < NODLAB_EXERCISE_MOVEMENTS; i++) {
    fprintf(log_file, " %ld/%ld", (long)apps.exercise.counts[i], (long)apps.exercise.goals[i]);
  }
  fprintf(log_file, " %d %d\n", apps.exercise.done_count,
          nodlab_exercise_streak(&apps.exercise, today));
}

static void log_memory(void) {
  for (int i = 0; i < apps.posture.day_count; i++) {
    const nodlab_posture_day *day = &apps.posture.days[i];
    for (int hour = 0; hour < NODLAB_HOURS; hour++) {
      fprintf(log_file, "day %ld %d", (long)day->day, hour);
      for (int kind = 0; kind < NODLAB_POSTURES; kind++) log64(day->times_ms[hour][kind]);
      fputc('\n', log_file);
    }
  }
  for (int i = 0; i < apps.sedentary.stretch_count; i++) {
    fprintf(log_file, "stretch");
    log64(apps.sedentary.stretches[i].start_ms);
    log64(apps.sedentary.stretches[i].end_ms);
    fputc('\n', log_file);
  }
  for (int i = 0; i < apps.exercise.done_count; i++) {
    fprintf(log_file, "done %ld\n", (long)apps.exercise.done_days[i]);
  }
}

static void to_call(nodlab_call_event_kind kind, int caller) {
  const nodlab_call_event event = {kind, caller, NODLAB_CALL_OTHER, 0.0, 0.0f};
  nodlab_apps_to_call(&apps, &event, clock_ms);
}

static void act(int kind, const double *args) {
  const nodlab_moment moment = now();
  nodlab_sedentary_event sedentary = {NODLAB_SEDENTARY_SNOOZE, false, {0, 0, 0}};
  nodlab_exercise_event exercise = {NODLAB_EXERCISE_GOAL, NODLAB_EXERCISE_NOD, 0, {0}};
  switch (kind) {
    case TICK:
      nodlab_apps_tick(&apps, &moment, clock_ms);
      break;
    case RUNNING:
      is_told = args[0] != 0.0;
      nodlab_apps_running(&apps, is_told, &moment);
      break;
    case INCOMING:
      to_call(NODLAB_CALL_INCOMING, (int)args[0]);
      break;
    case ANSWER:
      to_call(NODLAB_CALL_ANSWER, 0);
      break;
    case DECLINE:
      to_call(NODLAB_CALL_DECLINE, 0);
      break;
    case SNOOZE:
      nodlab_apps_to_sedentary(&apps, &sedentary, &moment);
      break;
    case LIMITS:
      sedentary.kind = NODLAB_SEDENTARY_LIMITS;
      sedentary.limits.down_minutes = (int)args[0];
      sedentary.limits.window_minutes = (int)args[1];
      sedentary.limits.snooze_minutes = (int)args[2];
      nodlab_apps_to_sedentary(&apps, &sedentary, &moment);
      break;
    case GOAL:
      exercise.movement = (nodlab_exercise_movement)(int)args[0];
      exercise.goal = (int32_t)args[1];
      nodlab_apps_to_exercise(&apps, &exercise, &moment);
      break;
    case THRESHOLD:
      nodlab_recogniser_set_threshold(&recogniser, (int)args[0], args[1]);
      break;
    case HOLD_OFF:
      nodlab_recogniser_set_hold_off(&recogniser, args[0]);
      break;
    case STATE:
      nodlab_apps_state(&apps, (int)args[0], &moment);
      break;
    default:
      exit(4);
  }
  log_apps();
}

static int arguments_of(int kind) {
  static const int COUNTS[] = {NODLAB_CHANNELS, 2, 0, 1, 1, 0, 0, 0, 3, 2, 2, 1, 1};
  return COUNTS[kind];
}

static void play(FILE *tape) {
  static const nodlab_listeners LISTENERS = {on_event, on_surer, on_state, on_moving, on_answer};
  static nodlab_resampler resampler;
  double head[2];
  nodlab_recogniser_init(&recogniser, &LISTENERS, NULL);
  nodlab_resampler_init(&resampler, on_point, NULL);
  nodlab_apps_init(&apps, perform, NULL);
  while (fread(head, sizeof head[0], 2, tape) == 2) {
    double args[NODLAB_CHANNELS + 3];
    float values[NODLAB_CHANNELS];
    const int kind = (int)head[0];
    const size_t count = (size_t)arguments_of(kind);
    if (fread(args, sizeof args[0], count, tape) != count) exit(5);
    clock_ms = head[1];
    if (kind == CLOCK) {
      epoch_ms = args[0];
      utc_offset_minutes = (int)args[1];
    } else if (kind == FRAME) {
      for (int i = 0; i < NODLAB_CHANNELS; i++) values[i] = (float)args[i];
      nodlab_recogniser_push(&recogniser, clock_ms, values);
      nodlab_resampler_push(&resampler, clock_ms, values);
    } else {
      act(kind, args);
    }
  }
  log_memory();
}

static FILE *opened(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (file == NULL) exit(2);
  return file;
}

int main(void) {
  FILE *tape = opened("tape", "rb");
  log_file = opened("log", "w");
  windows = opened("windows", "wb");
  points = opened("points", "wb");
  play(tape);
  // Closing tells whether all was written.
  return fclose(log_file) || fclose(windows) || fclose(points) || fclose(tape);
}
