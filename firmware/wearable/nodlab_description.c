#include "nodlab_description.h"

#include <float.h>
#include <stdbool.h>
#include <string.h>

#include "nodlab_little_endian.h"

enum { VERSION = 1, HEADER_BYTES = 8, CHANNEL_HEADER_BYTES = 6, LONGEST_NAME = 255 };

#define HIGHEST_RATE_HZ 10000.0f

// Not a number is neither.
static bool is_sound(const nodlab_stream_channel *channel) {
  return channel->scale > 0.0f && channel->scale <= FLT_MAX &&
         (unsigned)channel->unit <= NODLAB_UNIT_UT && strlen(channel->name) <= LONGEST_NAME;
}

size_t nodlab_description_pack(const nodlab_description *description, uint8_t *bytes, size_t room) {
  const float rate_hz = description->rate_hz;
  if (room < HEADER_BYTES || description->channel_count == 0) return 0;
  if (!(rate_hz >= 0.0f && rate_hz <= HIGHEST_RATE_HZ)) return 0;
  bytes[0] = VERSION;
  bytes[1] = description->channel_count;
  nodlab_put_u16(bytes + 2, 0);
  nodlab_put_f32(bytes + 4, rate_hz);
  size_t at = HEADER_BYTES;
  for (int i = 0; i < description->channel_count; i++) {
    const nodlab_stream_channel *channel = &description->channels[i];
    if (!is_sound(channel)) return 0;
    const size_t length = strlen(channel->name);
    if (room - at < CHANNEL_HEADER_BYTES + length) return 0;
    bytes[at] = (uint8_t)channel->unit;
    bytes[at + 1] = (uint8_t)length;
    nodlab_put_f32(bytes + at + 2, channel->scale);
    memcpy(bytes + at + CHANNEL_HEADER_BYTES, channel->name, length);
    at += CHANNEL_HEADER_BYTES + length;
  }
  return at;
}
