#include "nodlab_exact.h"

#include "nodlab_call_control.h"

#include <stdbool.h>

void nodlab_call_start(nodlab_call *call) {
  call->phase = NODLAB_CALL_IDLE;
  call->caller = 0;
  call->since_ms = 0.0;
  call->by = NODLAB_CALL_BY_BUTTON;
  call->after_ms = 0.0;
}

static nodlab_effects end(nodlab_call *call, nodlab_call_phase phase, nodlab_call_by by,
                          double now_ms) {
  nodlab_effects effects = nodlab_no_effects();
  call->phase = phase;
  call->by = by;
  call->after_ms = now_ms - call->since_ms;
  nodlab_add_effect(&effects, NODLAB_STOP_RINGING);
  if (phase == NODLAB_CALL_ANSWERED) nodlab_add_effect(&effects, NODLAB_PLAY_DONE);
  return effects;
}

static nodlab_effects ring(nodlab_call *call, int caller, double now_ms) {
  nodlab_effects effects = nodlab_no_effects();
  if (call->phase == NODLAB_CALL_RINGING) return effects;
  call->phase = NODLAB_CALL_RINGING;
  call->caller = caller;
  call->since_ms = now_ms;
  nodlab_add_effect(&effects, NODLAB_START_RINGING);
  return effects;
}

static nodlab_effects tick(nodlab_call *call, double now_ms) {
  nodlab_effects effects = nodlab_no_effects();
  if (now_ms - call->since_ms < NODLAB_CALL_TIMEOUT_MS) return effects;
  call->phase = NODLAB_CALL_MISSED;
  nodlab_add_effect(&effects, NODLAB_STOP_RINGING);
  return effects;
}

static nodlab_effects move(nodlab_call *call, const nodlab_call_event *event, double now_ms) {
  const bool is_meant = event->start_ms >= call->since_ms + NODLAB_CALL_GUARD_MS &&
                        (double)event->score >= NODLAB_CALL_LEAST_SCORE;
  if (event->movement == NODLAB_CALL_OTHER || !is_meant) return nodlab_no_effects();
  const bool is_nod = event->movement == NODLAB_CALL_NOD;
  return end(call, is_nod ? NODLAB_CALL_ANSWERED : NODLAB_CALL_DECLINED, NODLAB_CALL_BY_GESTURE,
             now_ms);
}

nodlab_effects nodlab_call_step(nodlab_call *call, const nodlab_call_event *event, double now_ms) {
  if (event->kind == NODLAB_CALL_INCOMING) return ring(call, event->caller, now_ms);
  if (call->phase != NODLAB_CALL_RINGING) return nodlab_no_effects();
  switch (event->kind) {
    case NODLAB_CALL_TICK:
      return tick(call, now_ms);
    case NODLAB_CALL_MOVEMENT:
      return move(call, event, now_ms);
    case NODLAB_CALL_ANSWER:
      return end(call, NODLAB_CALL_ANSWERED, NODLAB_CALL_BY_BUTTON, now_ms);
    case NODLAB_CALL_DECLINE:
      return end(call, NODLAB_CALL_DECLINED, NODLAB_CALL_BY_BUTTON, now_ms);
    case NODLAB_CALL_INCOMING:
      break;
  }
  return nodlab_no_effects();
}
