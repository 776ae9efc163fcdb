// Collects frames into packets, as long as a link takes them, and numbers them so that the page sees
// which ones never came.

#ifndef NODLAB_PACKER_H
#define NODLAB_PACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The longest packet: what an MTU of 247 takes. At most 1,021, for the cable's sake.
#ifndef NODLAB_PACKET_BYTES
#define NODLAB_PACKET_BYTES 244
#endif

// No frame waits longer than this for a packet to fill.
#ifndef NODLAB_HOLD_US
#define NODLAB_HOLD_US 50000
#endif

// Takes a packet off; false where it can't. The bytes are written over afterwards.
typedef bool (*nodlab_packet_sender)(void *user, const uint8_t *packet, size_t length);

typedef struct {
  nodlab_packet_sender send;
  void *user;
  uint8_t channel_count;
  // Frames that a packet takes; 0: nothing can be sent.
  uint16_t room;
  // Number of the frame after the last one sent, and how many have been lost since.
  uint16_t next_number;
  uint16_t lost;
  // Frames held, and the times of the first and the last one.
  uint16_t held;
  uint64_t first_us;
  uint64_t last_us;
  uint32_t step_us;
  // Frames in all that went off, and that did not.
  uint32_t sent_frames;
  uint32_t lost_frames;
  uint8_t packet[NODLAB_PACKET_BYTES];
} nodlab_packer;

// Begins with no room.
void nodlab_packer_init(nodlab_packer *packer, uint8_t channel_count, nodlab_packet_sender send,
                        void *user);

// From now on packets have `bytes` bytes at most: the MTU less 3, 0 where nobody listens. May change
// at any time.
void nodlab_packer_resize(nodlab_packer *packer, size_t bytes);

// Takes one frame, a count a channel, and when it was measured, rising.
void nodlab_packer_push(nodlab_packer *packer, const int16_t *counts, uint64_t at_us);

// Tells that frames were measured and are not to come.
void nodlab_packer_lose(nodlab_packer *packer, uint32_t frames);

// Sends what is held.
void nodlab_packer_flush(nodlab_packer *packer);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_PACKER_H
