#include "nodlab_packer.h"

#include "nodlab_little_endian.h"

enum {
  HEADER_BYTES = 8,
  // Numbers further ahead than this are taken for old ones.
  MOST_LOST = 32767,
  LONGEST_STEP_US = 65535
};

void nodlab_packer_init(nodlab_packer *packer, uint8_t channel_count, nodlab_packet_sender send,
                        void *user) {
  packer->send = send;
  packer->user = user;
  packer->channel_count = channel_count;
  packer->room = 0;
  packer->next_number = 0;
  packer->lost = 0;
  packer->held = 0;
  packer->first_us = 0;
  packer->last_us = 0;
  packer->step_us = 0;
  packer->sent_frames = 0;
  packer->lost_frames = 0;
}

static size_t frame_bytes(const nodlab_packer *packer) { return 2u * packer->channel_count; }

void nodlab_packer_resize(nodlab_packer *packer, size_t bytes) {
  if (bytes > NODLAB_PACKET_BYTES) bytes = NODLAB_PACKET_BYTES;
  const size_t room = bytes <= HEADER_BYTES ? 0 : (bytes - HEADER_BYTES) / frame_bytes(packer);
  packer->room = (uint16_t)room;
  if (packer->held >= room) nodlab_packer_flush(packer);
}

static void count_lost(nodlab_packer *packer, uint32_t frames) {
  packer->lost_frames += frames;
  const uint32_t left = MOST_LOST - (uint32_t)packer->lost;
  packer->lost = (uint16_t)(packer->lost + (frames < left ? frames : left));
}

void nodlab_packer_lose(nodlab_packer *packer, uint32_t frames) {
  if (frames == 0) return;
  nodlab_packer_flush(packer);
  count_lost(packer, frames);
}

// Sends `frames` of the frames held, from the `begin`th on. The header lies before them, where frames
// were that have gone off already.
static void send_held(nodlab_packer *packer, uint16_t begin, uint16_t frames, uint32_t step_us) {
  uint8_t *packet = packer->packet + begin * frame_bytes(packer);
  const uint16_t number = (uint16_t)(packer->next_number + packer->lost);
  const uint64_t clock_us = packer->first_us + (uint64_t)begin * step_us;
  nodlab_put_u16(packet, number);
  nodlab_put_u16(packet + 2, (uint16_t)step_us);
  nodlab_put_u32(packet + 4, (uint32_t)(clock_us & 0xffffffffu));
  if (!packer->send(packer->user, packet, HEADER_BYTES + frames * frame_bytes(packer))) {
    count_lost(packer, frames);
    return;
  }
  packer->next_number = (uint16_t)(number + frames);
  packer->lost = 0;
  packer->sent_frames += frames;
}

static uint32_t held_step_us(const nodlab_packer *packer) {
  uint64_t step_us = packer->step_us;
  if (packer->held > 1) {
    const uint64_t steps = packer->held - 1u;
    step_us = (packer->last_us - packer->first_us + steps / 2) / steps;
  }
  return step_us < LONGEST_STEP_US ? (uint32_t)step_us : LONGEST_STEP_US;
}

void nodlab_packer_flush(nodlab_packer *packer) {
  const uint32_t step_us = held_step_us(packer);
  const uint16_t held = packer->held;
  packer->held = 0;
  if (packer->room == 0) {
    count_lost(packer, held);
    return;
  }
  // More than one packet where the room has shrunk.
  for (uint16_t begin = 0; begin < held; begin = (uint16_t)(begin + packer->room)) {
    const uint16_t left = (uint16_t)(held - begin);
    send_held(packer, begin, left < packer->room ? left : packer->room, step_us);
  }
}

// Whether a frame so long after the last one can share the step of those held, or give them theirs.
static bool is_even(const nodlab_packer *packer, uint64_t gap_us) {
  if (gap_us > LONGEST_STEP_US) return false;
  if (packer->held < 2) return true;
  const uint64_t step_us = held_step_us(packer);
  return gap_us * 4 >= step_us * 3 && gap_us * 4 <= step_us * 5;
}

void nodlab_packer_push(nodlab_packer *packer, const int16_t *counts, uint64_t at_us) {
  const uint64_t gap_us = at_us - packer->last_us;
  if (packer->room == 0) {
    count_lost(packer, 1);
    return;
  }
  if (packer->held > 0 && !is_even(packer, gap_us)) nodlab_packer_flush(packer);
  if (packer->held == 0) packer->first_us = at_us;
  packer->step_us = gap_us < UINT32_MAX ? (uint32_t)gap_us : UINT32_MAX;
  packer->last_us = at_us;
  uint8_t *to = packer->packet + HEADER_BYTES + packer->held * frame_bytes(packer);
  for (int i = 0; i < packer->channel_count; i++) {
    nodlab_put_u16(to + 2 * i, (uint16_t)counts[i]);
  }
  packer->held++;
  // One more would wait too long.
  const uint64_t held_us = at_us - packer->first_us + (uint64_t)packer->step_us * 2;
  if (packer->held == packer->room || held_us > NODLAB_HOLD_US) nodlab_packer_flush(packer);
}
