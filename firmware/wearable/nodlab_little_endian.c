#include "nodlab_little_endian.h"

#include <string.h>

void nodlab_put_u16(uint8_t *to, uint16_t number) {
  to[0] = (uint8_t)(number & 0xffu);
  to[1] = (uint8_t)(number >> 8);
}

void nodlab_put_u32(uint8_t *to, uint32_t number) {
  nodlab_put_u16(to, (uint16_t)(number & 0xffffu));
  nodlab_put_u16(to + 2, (uint16_t)(number >> 16));
}

void nodlab_put_f32(uint8_t *to, float number) {
  uint32_t bits;
  memcpy(&bits, &number, sizeof bits);
  nodlab_put_u32(to, bits);
}
