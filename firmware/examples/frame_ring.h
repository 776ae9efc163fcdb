// Frames between the sensor's interrupt, which puts them in, and the main loop, which takes them
// out: nothing is lost while the model runs. For one writer and one reader on one core.

#ifndef FRAME_RING_H
#define FRAME_RING_H

#include <stdbool.h>
#include <stdint.h>

#include "nodlab_config.h"

// Room for the frames of one inference; a power of two.
#define FRAME_RING_SIZE 32u

typedef struct {
  volatile uint32_t put;
  volatile uint32_t taken;
  volatile double time_ms[FRAME_RING_SIZE];
  volatile float values[FRAME_RING_SIZE][NODLAB_CHANNELS];
} frame_ring;

// From the interrupt. False when the ring is full: the frame is lost, as one that radio loses.
static inline bool frame_ring_put(frame_ring *ring, double time_ms, const float *values) {
  const uint32_t put = ring->put;
  if (put - ring->taken == FRAME_RING_SIZE) return false;
  const uint32_t slot = put % FRAME_RING_SIZE;
  ring->time_ms[slot] = time_ms;
  for (int i = 0; i < NODLAB_CHANNELS; i++) ring->values[slot][i] = values[i];
  ring->put = put + 1;
  return true;
}

// From the main loop. False when there is none.
static inline bool frame_ring_take(frame_ring *ring, double *time_ms, float *values) {
  const uint32_t taken = ring->taken;
  if (taken == ring->put) return false;
  const uint32_t slot = taken % FRAME_RING_SIZE;
  *time_ms = ring->time_ms[slot];
  for (int i = 0; i < NODLAB_CHANNELS; i++) values[i] = ring->values[slot][i];
  ring->taken = taken + 1;
  return true;
}

#endif  // FRAME_RING_H
