// All that the exported folder does with a stream, from a frame at any time to an event.

#include <stddef.h>

#include "nodlab/nodlab_recogniser.h"

volatile double reading_ms;
volatile float reading[NODLAB_CHANNELS];
volatile int answered;

static nodlab_recogniser recogniser;

static void on_event(void *user, const nodlab_event *event) {
  (void)user;
  answered = event->id;
}

int main(void) {
  static const nodlab_listeners listeners = {.event = on_event};
  nodlab_recogniser_init(&recogniser, &listeners, NULL);
  for (;;) {
    float values[NODLAB_CHANNELS];
    for (int i = 0; i < NODLAB_CHANNELS; i++) values[i] = reading[i];
    nodlab_recogniser_push(&recogniser, reading_ms, values);
  }
}
