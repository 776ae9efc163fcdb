// Starts a program on QEMU's mps2-an505 with newlib's semihosting, to try it without a board.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern uint8_t data_start[], data_end[], data_from[], bss_start[], bss_end[], stack_top[];
int main(void);
void initialise_monitor_handles(void);
void reset(void);

void reset(void) {
  volatile uint32_t *const coprocessors = (volatile uint32_t *)0xE000ED88u;
  *coprocessors |= 0xFu << 20;  // the floating-point unit
  __asm__ volatile("dsb\n\tisb");
  memcpy(data_start, data_from, (size_t)(data_end - data_start));
  memset(bss_start, 0, (size_t)(bss_end - bss_start));
  initialise_monitor_handles();
  exit(main());
}

static void fault(void) {
  _Exit(2);
}

// The stack, then the handlers: reset, and those of faults.
__attribute__((section(".vectors"), used)) static const struct {
  uint8_t *stack;
  void (*handlers[15])(void);
} vectors = {stack_top, {reset, fault, fault, fault, fault, fault, fault}};
