// The least that a program on a Cortex-M33 begins with: no libc, so what it would do is here.

#include <stddef.h>
#include <stdint.h>

extern uint8_t data_start[], data_end[], data_from[], bss_start[], bss_end[], stack_top[];
int main(void);
void reset(void);

// A loop that the compiler would turn into a call of itself.
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void *memcpy(void *into,
                                                                            const void *from,
                                                                            size_t size) {
  uint8_t *to = into;
  for (const uint8_t *at = from; size > 0; size--) *to++ = *at++;
  return into;
}

__attribute__((optimize("no-tree-loop-distribute-patterns"))) void *memset(void *into, int value,
                                                                            size_t size) {
  for (uint8_t *to = into; size > 0; size--) *to++ = (uint8_t)value;
  return into;
}

// Downwards alone, as it is called here.
__attribute__((optimize("no-tree-loop-distribute-patterns"))) void *memmove(void *into,
                                                                             const void *from,
                                                                             size_t size) {
  return memcpy(into, from, size);
}

// What libm's sqrt() asks for.
int *__errno(void) {
  static int number;
  return &number;
}

void reset(void) {
  volatile uint32_t *const coprocessors = (volatile uint32_t *)0xE000ED88u;
  *coprocessors |= 0xFu << 20;  // the floating-point unit
  __asm__ volatile("dsb\n\tisb");
  memcpy(data_start, data_from, (size_t)(data_end - data_start));
  memset(bss_start, 0, (size_t)(bss_end - bss_start));
  main();
  for (;;) {
  }
}

__attribute__((section(".vectors"), used)) static const struct {
  uint8_t *stack;
  void (*handlers[15])(void);
} vectors = {stack_top, {reset}};
