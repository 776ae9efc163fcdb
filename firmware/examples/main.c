// A complete application: frames go through a ring to the recogniser, which puts them on the model's
// grid by their own times, normalises, cuts windows, runs the model, smooths and triggers, and calls
// back. Two places are yours: where frames come from and what an answer does.

#include <stdio.h>

#include "frame_ring.h"
#include "nodlab_recogniser.h"
#ifdef NODLAB_TFLM
#include "nodlab_tflm.h"
#endif

static frame_ring ring;
static nodlab_recogniser recogniser;

// ---- YOUR SENSOR -------------------------------------------------------------------------------
// On a board: fill the ring from the sensor's data-ready interrupt, with the time of the measurement
// in ms, and let this function sleep until the next interrupt; it never returns false.
//
// Here, so that the program runs as it is: one frame a line of the standard input, the time in ms
// and NODLAB_CHANNELS values, separated by commas. Other lines are passed over.
static bool wait_for_frames(void) {
  char line[512];
  double time_ms;
  float values[NODLAB_CHANNELS];
  if (fgets(line, sizeof line, stdin) == NULL) return false;
  int at;
  if (sscanf(line, "%lf%n", &time_ms, &at) != 1) return true;
  for (int i = 0; i < NODLAB_CHANNELS; i++) {
    int length;
    if (sscanf(line + at, " ,%f%n", &values[i], &length) != 1) return true;
    at += length;
  }
  frame_ring_put(&ring, time_ms, values);
  return true;
}

// ---- WHAT AN ANSWER DOES -----------------------------------------------------------------------
static void on_event(void *user, const nodlab_event *event) {
  (void)user;
  printf("%.0f ms  %s  (score %.2f, began at %.0f ms)\n", event->at_ms,
         nodlab_class_labels[event->id], (double)event->score, event->start_ms);
}

static void on_state(void *user, int id, double at_ms) {
  (void)user;
  printf("%.0f ms  state: %s\n", at_ms, id == 0 ? "none" : nodlab_class_labels[id]);
}

int main(void) {
  static const nodlab_listeners listeners = {.event = on_event, .state = on_state};
#ifdef NODLAB_TFLM
  if (!nodlab_model_begin()) {
    puts("The model does not start: see nodlab_tflm.h.");
    return 1;
  }
#endif
  nodlab_recogniser_init(&recogniser, &listeners, NULL);
  while (wait_for_frames()) {
    double time_ms;
    float values[NODLAB_CHANNELS];
    while (frame_ring_take(&ring, &time_ms, values)) {
      nodlab_recogniser_push(&recogniser, time_ms, values);
    }
  }
  return 0;
}
