// Numbers as they go over the air and the cable: the lowest byte first, whatever the processor.

#ifndef NODLAB_LITTLE_ENDIAN_H
#define NODLAB_LITTLE_ENDIAN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Two bytes from `to` on.
void nodlab_put_u16(uint8_t *to, uint16_t number);

// Four bytes from `to` on.
void nodlab_put_u32(uint8_t *to, uint32_t number);

// Four bytes from `to` on, IEEE 754.
void nodlab_put_f32(uint8_t *to, float number);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_LITTLE_ENDIAN_H
