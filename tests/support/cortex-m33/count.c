// Counts a program's instructions: with QEMU's `-icount shift=0` one takes a nanosecond of the timer,
// which runs at 20 MHz.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void count_begin(void);
void count_end(void);

// Control, value, reload; it counts down.
#define TIMER ((volatile uint32_t *)0x50000000u)
#define INSTRUCTIONS_PER_TICK 50

static uint32_t ticks, begun;

static void write_count(void) {
  FILE *file = fopen("instructions.txt", "w");
  fprintf(file, "%lu", (unsigned long)ticks * INSTRUCTIONS_PER_TICK);
  fclose(file);
}

void count_begin(void) {
  atexit(write_count);
  TIMER[0] = 0;
  TIMER[2] = 0xFFFFFFFFu;
  TIMER[1] = 0xFFFFFFFFu;
  TIMER[0] = 1;
  begun = TIMER[1];
}

void count_end(void) {
  ticks = begun - TIMER[1];
}
