#include "nodlab_cable.h"

enum {
  CRC_BYTES = 2,
  // Of COBS: a piece has this many bytes at most, with the one before it.
  FULL_PIECE = 255
};

// A packet on its way into the queue, behind what is queued.
typedef struct {
  nodlab_cable *cable;
  uint32_t length;
  // Where the byte before the piece under way goes, and its value so far.
  uint32_t code_at;
  uint8_t code;
} stuffer;

void nodlab_cable_restart(nodlab_cable *cable) {
  cable->head = 0;
  cable->used = 1;
  cable->bytes[0] = 0;
}

static void set(const stuffer *to, uint32_t at, uint8_t byte) {
  nodlab_cable *cable = to->cable;
  cable->bytes[(cable->head + cable->used + at) % NODLAB_CABLE_BYTES] = byte;
}

static void end_piece(stuffer *to) {
  set(to, to->code_at, to->code);
  to->code_at = to->length++;
  to->code = 1;
}

static void stuff(stuffer *to, uint8_t byte) {
  if (to->code == FULL_PIECE) end_piece(to);
  if (byte == 0) {
    end_piece(to);
    return;
  }
  set(to, to->length++, byte);
  to->code++;
}

// CRC-16/CCITT-FALSE, bit by bit: no table to carry for a few kilobytes a second.
static uint16_t crc_after(uint16_t crc, uint8_t byte) {
  uint32_t rest = crc ^ ((uint32_t)byte << 8);
  for (int bit = 0; bit < 8; bit++) rest = (rest << 1) ^ (rest & 0x8000u ? 0x1021u : 0u);
  return (uint16_t)(rest & 0xffffu);
}

bool nodlab_cable_put(nodlab_cable *cable, nodlab_cable_type type, const uint8_t *payload,
                      size_t length) {
  const size_t packet = 1 + length + CRC_BYTES;
  const size_t most = packet + packet / (FULL_PIECE - 1) + 2;
  if (most > NODLAB_CABLE_BYTES - cable->used) return false;
  stuffer to = {cable, 1, 0, 1};
  uint16_t crc = crc_after(0xffff, (uint8_t)type);
  stuff(&to, (uint8_t)type);
  for (size_t i = 0; i < length; i++) {
    crc = crc_after(crc, payload[i]);
    stuff(&to, payload[i]);
  }
  stuff(&to, (uint8_t)(crc & 0xffu));
  stuff(&to, (uint8_t)(crc >> 8));
  set(&to, to.code_at, to.code);
  set(&to, to.length++, 0);
  cable->used += to.length;
  return true;
}

size_t nodlab_cable_drain(nodlab_cable *cable, nodlab_port_writer write, void *user) {
  size_t drained = 0;
  while (cable->used > 0) {
    const uint32_t to_end = NODLAB_CABLE_BYTES - cable->head;
    const uint32_t part = cable->used < to_end ? cable->used : to_end;
    const size_t taken = write(user, cable->bytes + cable->head, part);
    cable->head = (cable->head + (uint32_t)taken) % NODLAB_CABLE_BYTES;
    cable->used -= (uint32_t)taken;
    drained += taken;
    if (taken < part) break;
  }
  return drained;
}
