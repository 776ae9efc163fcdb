// Call control: a nod answers, a shake declines, everything else does nothing.

#ifndef NODLAB_CALL_CONTROL_H
#define NODLAB_CALL_CONTROL_H

#include "nodlab_config.h"
#include "nodlab_moment.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  NODLAB_CALL_IDLE,
  NODLAB_CALL_RINGING,
  NODLAB_CALL_ANSWERED,
  NODLAB_CALL_DECLINED,
  NODLAB_CALL_MISSED
} nodlab_call_phase;

typedef enum { NODLAB_CALL_BY_GESTURE, NODLAB_CALL_BY_BUTTON } nodlab_call_by;

typedef struct {
  nodlab_call_phase phase;
  // Whose call it is or was; nothing while idle.
  int caller;
  // Since when it rings, on the frames' clock, ms.
  double since_ms;
  // How an answered or declined call ended, and after how long, ms.
  nodlab_call_by by;
  double after_ms;
} nodlab_call;

typedef enum {
  NODLAB_CALL_TICK,
  // A call comes in.
  NODLAB_CALL_INCOMING,
  // A recognised movement, again whenever it is surer.
  NODLAB_CALL_MOVEMENT,
  NODLAB_CALL_ANSWER,
  NODLAB_CALL_DECLINE
} nodlab_call_event_kind;

typedef enum {
  NODLAB_CALL_NOD,
  NODLAB_CALL_SHAKE,
  NODLAB_CALL_OTHER
} nodlab_call_movement;

typedef struct {
  nodlab_call_event_kind kind;
  // Of NODLAB_CALL_INCOMING.
  int caller;
  // Of NODLAB_CALL_MOVEMENT: what it was, when it began on the frames' clock, ms, and its score.
  nodlab_call_movement movement;
  double start_ms;
  float score;
} nodlab_call_event;

void nodlab_call_start(nodlab_call *call);

// `now_ms`: the frames' clock.
nodlab_effects nodlab_call_step(nodlab_call *call, const nodlab_call_event *event, double now_ms);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_CALL_CONTROL_H
