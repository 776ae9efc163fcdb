// The exported recogniser for a sensor of an even rate, from a frame to an event.

#include "nodlab/nodlab_small.h"

volatile float reading[NODLAB_CHANNELS];
volatile int answered;

static nodlab_small recogniser;

int main(void) {
  nodlab_small_init(&recogniser);
  for (;;) {
    float values[NODLAB_CHANNELS];
    for (int i = 0; i < NODLAB_CHANNELS; i++) values[i] = reading[i];
    const int event = nodlab_small_push(&recogniser, values);
    if (event != 0) answered = event;
  }
}
