// When each frame was measured, though it is read later, with others and by a loop that is busy.
// A sensor runs by a clock of its own, some per cent beside its data sheet. Here its rate is measured,
// and frames lie evenly at that rate, each no later than it was read: the least delays of a second
// say where.

#ifndef NODLAB_FRAME_CLOCK_H
#define NODLAB_FRAME_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A timer of 32 bits that begins anew at its end, as microseconds that do not.
typedef struct {
  uint32_t rate_hz;
  uint32_t last;
  uint64_t ticks;
} nodlab_timer;

// `now`: what the timer shows; the microseconds begin at 0 here.
void nodlab_timer_init(nodlab_timer *timer, uint32_t rate_hz, uint32_t now);

// Microseconds at what the timer shows. To be called at least once a lap, with times that rise.
uint64_t nodlab_timer_us(nodlab_timer *timer, uint32_t now);

// Times in here are microseconds x 65,536.
typedef struct {
  // Frames that were measured before these, and that nobody could read.
  uint32_t lost;
  // When the first one was measured, and the time from one to the next.
  uint64_t first;
  uint64_t step;
} nodlab_frame_times;

typedef struct {
  bool has_begun;
  bool has_rate;
  uint64_t began_us;
  uint32_t counted;
  uint64_t newest;
  uint64_t period;
  // The period, and what brings the frames to where they should lie within a second.
  uint64_t step;
  // Of the second under way: its end, frames, and the least time from a frame to when it was read.
  uint64_t second_ends_us;
  uint32_t second_frames;
  int64_t least_delay;
  // Missing frames that have not been told yet.
  uint32_t lost;
} nodlab_frame_clock;

void nodlab_frame_clock_init(nodlab_frame_clock *clock);

// Tells that `frames` frames, all that the sensor had, were found at `now_us`; gives their times.
// False while the rate is being measured, for the first two seconds: those frames have no times.
bool nodlab_frame_clock_read(nodlab_frame_clock *clock, uint64_t now_us, uint32_t frames,
                             nodlab_frame_times *times);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_FRAME_CLOCK_H
