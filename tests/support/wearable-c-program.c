// Plays a script of what happens to a wearable, and writes what it sends; tests/support/wearable-c.ts
// writes the one and reads the other.
//
// Reads `script`: a byte for what to do, then arguments, little-endian. Writes `said`: a byte for
// what it is, a u16 length, so many bytes.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nodlab_counts.h"
#include "nodlab_little_endian.h"
#include "nodlab_wearable.h"

enum {
  INIT,
  READ,
  PUSH,
  RADIO,
  CABLE,
  BATTERY,
  POLL,
  RADIO_WORKS,
  PORT_ROOM,
  PUSH_AT,
  LOSE,
  COUNT,
  TURN,
  TIMER,
  TIMER_US,
  PUT,
  TOTALS,
  DRAIN
};
enum { NOTIFIED, REFUSED, WRITTEN, DESCRIBED, NUMBER };

static FILE *script, *said;
static nodlab_wearable wearable;
static nodlab_timer timer;
static bool radio_works = true;
static uint32_t port_room;

static nodlab_stream_channel channels[255];
static char names[255][256];
static nodlab_description description = {channels, 0, 0.0f};

static uint8_t u8(void) {
  const int byte = fgetc(script);
  if (byte == EOF) exit(3);
  return (uint8_t)byte;
}

static uint16_t u16(void) {
  const uint16_t low = u8();
  return (uint16_t)(low | (u8() << 8));
}

static uint32_t u32(void) {
  const uint32_t low = u16();
  return low | ((uint32_t)u16() << 16);
}

static uint64_t u64(void) {
  const uint64_t low = u32();
  return low | ((uint64_t)u32() << 32);
}

static float f32(void) {
  const uint32_t bits = u32();
  float number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

static void say(int kind, const uint8_t *bytes, size_t length) {
  uint8_t head[3];
  head[0] = (uint8_t)kind;
  nodlab_put_u16(head + 1, (uint16_t)length);
  fwrite(head, 1, sizeof head, said);
  fwrite(bytes, 1, length, said);
}

static void say_number(uint64_t number) {
  uint8_t bytes[8];
  nodlab_put_u32(bytes, (uint32_t)number);
  nodlab_put_u32(bytes + 4, (uint32_t)(number >> 32));
  say(NUMBER, bytes, sizeof bytes);
}

static bool notify(void *user, const uint8_t *packet, size_t length) {
  (void)user;
  say(radio_works ? NOTIFIED : REFUSED, packet, length);
  return radio_works;
}

static size_t write_port(void *user, const uint8_t *bytes, size_t length) {
  (void)user;
  const size_t taken = length < port_room ? length : port_room;
  port_room -= (uint32_t)taken;
  say(WRITTEN, bytes, taken);
  return taken;
}

static const nodlab_ways_out WAYS = {notify, write_port};

static void init(void) {
  description.channel_count = u8();
  description.rate_hz = f32();
  for (int i = 0; i < description.channel_count; i++) {
    channels[i].unit = (nodlab_unit)u8();
    channels[i].scale = f32();
    const uint8_t length = u8();
    for (int at = 0; at < length; at++) names[i][at] = (char)u8();
    names[i][length] = 0;
    channels[i].name = names[i];
  }
  // Whatever was there before must not matter.
  memset(&wearable, 0xa5, sizeof wearable);
  const bool sound = nodlab_wearable_init(&wearable, &description, &WAYS, NULL);
  say(DESCRIBED, wearable.description, sound ? wearable.description_length : 0);
}

// Of the very size, so that a sanitizer sees a step beyond.
static int16_t *counts(int count) {
  int16_t *all = malloc(sizeof *all * (size_t)count);
  for (int i = 0; i < count; i++) all[i] = (int16_t)u16();
  return all;
}

static void push(bool has_time) {
  const uint64_t at_us = has_time ? u64() : 0;
  int16_t *frame = counts(description.channel_count);
  if (has_time) {
    nodlab_packer_push(&wearable.radio, frame, at_us);
    nodlab_packer_push(&wearable.cable_packer, frame, at_us);
  } else {
    if (wearable.awaited > 0) say_number(wearable.times.first >> 16);
    nodlab_wearable_push(&wearable, frame);
  }
  free(frame);
}

static void lose(void) {
  const uint32_t frames = u32();
  nodlab_packer_lose(&wearable.radio, frames);
  nodlab_packer_lose(&wearable.cable_packer, frames);
}

static void turn(void) {
  nodlab_axes axes;
  axes.back = (int8_t)u8();
  axes.up = (int8_t)u8();
  axes.left = (int8_t)u8();
  int16_t *sensor = counts(3);
  int16_t head[3];
  nodlab_turn(&axes, sensor, head);
  for (int i = 0; i < 3; i++) say_number((uint16_t)head[i]);
  free(sensor);
}

static void put(void) {
  const uint8_t type = u8();
  const uint16_t length = u16();
  uint8_t *payload = malloc(length + 1u);
  for (int i = 0; i < length; i++) payload[i] = u8();
  say_number(nodlab_cable_put(&wearable.cable, (nodlab_cable_type)type, payload, length));
  free(payload);
}

static void totals(void) {
  nodlab_packer_flush(&wearable.radio);
  nodlab_packer_flush(&wearable.cable_packer);
  say_number(wearable.radio.sent_frames);
  say_number(wearable.radio.lost_frames);
  say_number(wearable.cable_packer.sent_frames);
  say_number(wearable.cable_packer.lost_frames);
}

static void play(int what) {
  uint64_t now_us;
  float value;
  bool is_open;
  switch (what) {
    case INIT:
      init();
      break;
    case READ:
      now_us = u64();
      nodlab_wearable_read(&wearable, now_us, u32());
      break;
    case PUSH:
      push(false);
      break;
    case RADIO:
      nodlab_wearable_radio(&wearable, u16());
      break;
    case CABLE:
      is_open = u8() != 0;
      nodlab_wearable_cable(&wearable, is_open, u64());
      break;
    case BATTERY:
      nodlab_wearable_battery(&wearable, u8());
      break;
    case POLL:
      nodlab_wearable_poll(&wearable, u64());
      break;
    case RADIO_WORKS:
      radio_works = u8() != 0;
      break;
    case PORT_ROOM:
      port_room = u32();
      break;
    case PUSH_AT:
      push(true);
      break;
    case LOSE:
      lose();
      break;
    case COUNT:
      value = f32();
      say_number((uint16_t)nodlab_count(value, f32()));
      break;
    case TURN:
      turn();
      break;
    case TIMER:
      now_us = u32();
      nodlab_timer_init(&timer, (uint32_t)now_us, u32());
      break;
    case TIMER_US:
      say_number(nodlab_timer_us(&timer, u32()));
      break;
    case PUT:
      put();
      break;
    case TOTALS:
      totals();
      break;
    case DRAIN:
      nodlab_cable_drain(&wearable.cable, write_port, NULL);
      break;
    default:
      exit(4);
  }
}

int main(void) {
  script = fopen("script", "rb");
  said = fopen("said", "wb");
  if (!script || !said) return 2;
  for (int what = fgetc(script); what != EOF; what = fgetc(script)) play(what);
  fclose(said);
  fclose(script);
  return 0;
}
