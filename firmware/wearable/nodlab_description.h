// What the stream carries, as the page reads it: the value of the description characteristic.

#ifndef NODLAB_DESCRIPTION_H
#define NODLAB_DESCRIPTION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// By their numbers on the wire.
typedef enum {
  NODLAB_UNIT_RAW,
  NODLAB_UNIT_G,
  // Degrees a second.
  NODLAB_UNIT_DPS,
  // Microtesla.
  NODLAB_UNIT_UT
} nodlab_unit;

typedef struct {
  // UTF-8, at most 255 bytes: accX ... gyroZ, magX ... where the quantity is known.
  const char *name;
  nodlab_unit unit;
  // Above 0: value = count x scale; full scale is 32,768 x scale.
  float scale;
} nodlab_stream_channel;

typedef struct {
  const nodlab_stream_channel *channels;
  uint8_t channel_count;
  // Of the data sheet; 0 claims none, 10,000 at most. The times of the frames are measured.
  float rate_hz;
} nodlab_description;

// Writes the description; its length, or 0 where it takes more than `room` bytes or the page would
// refuse it.
size_t nodlab_description_pack(const nodlab_description *description, uint8_t *bytes, size_t room);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_DESCRIPTION_H
