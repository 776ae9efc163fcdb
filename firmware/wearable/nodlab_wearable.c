#include "nodlab_wearable.h"

enum {
  NOTIFICATION_HEADER_BYTES = 3,
  DESCRIBED_EVERY_US = 1000000,
  STUCK_AFTER_US = 1000000,
  UNKNOWN_BATTERY = 255
};

static bool notify(void *user, const uint8_t *packet, size_t length) {
  const nodlab_wearable *wearable = user;
  return wearable->ways->notify(wearable->user, packet, length);
}

static bool queue(void *user, const uint8_t *packet, size_t length) {
  nodlab_wearable *wearable = user;
  if (wearable->cable_stuck) return false;
  return nodlab_cable_put(&wearable->cable, NODLAB_CABLE_MOTION, packet, length);
}

bool nodlab_wearable_init(nodlab_wearable *wearable, const nodlab_description *description,
                          const nodlab_ways_out *ways, void *user) {
  wearable->ways = ways;
  wearable->user = user;
  wearable->awaited = 0;
  wearable->cable_open = false;
  wearable->cable_stuck = false;
  wearable->battery = UNKNOWN_BATTERY;
  wearable->description_length =
      nodlab_description_pack(description, wearable->description, sizeof wearable->description);
  nodlab_frame_clock_init(&wearable->clock);
  nodlab_packer_init(&wearable->radio, description->channel_count, notify, wearable);
  nodlab_packer_init(&wearable->cable_packer, description->channel_count, queue, wearable);
  return wearable->description_length > 0;
}

void nodlab_wearable_read(nodlab_wearable *wearable, uint64_t now_us, uint32_t frames) {
  const uint32_t never_pushed = wearable->awaited;
  wearable->awaited = 0;
  if (!nodlab_frame_clock_read(&wearable->clock, now_us, frames, &wearable->times)) return;
  wearable->awaited = frames;
  const uint32_t lost = never_pushed + wearable->times.lost;
  nodlab_packer_lose(&wearable->radio, lost);
  nodlab_packer_lose(&wearable->cable_packer, lost);
}

void nodlab_wearable_push(nodlab_wearable *wearable, const int16_t *counts) {
  if (wearable->awaited == 0) return;
  const uint64_t at_us = wearable->times.first >> 16;
  wearable->awaited--;
  wearable->times.first += wearable->times.step;
  nodlab_packer_push(&wearable->radio, counts, at_us);
  nodlab_packer_push(&wearable->cable_packer, counts, at_us);
}

void nodlab_wearable_radio(nodlab_wearable *wearable, uint16_t mtu) {
  const bool is_there = wearable->ways->notify && mtu > NOTIFICATION_HEADER_BYTES;
  nodlab_packer_resize(&wearable->radio,
                       is_there ? (size_t)mtu - NOTIFICATION_HEADER_BYTES : 0);
}

static void describe(nodlab_wearable *wearable, uint64_t now_us) {
  if (nodlab_cable_put(&wearable->cable, NODLAB_CABLE_DESCRIPTION, wearable->description,
                       wearable->description_length)) {
    wearable->described_us = now_us;
    wearable->battery_told = false;
  }
}

static void restart_cable(nodlab_wearable *wearable, uint64_t now_us) {
  nodlab_cable_restart(&wearable->cable);
  describe(wearable, now_us);
  wearable->cable_moved_us = now_us;
}

void nodlab_wearable_cable(nodlab_wearable *wearable, bool is_open, uint64_t now_us) {
  is_open = is_open && wearable->ways->write;
  if (is_open == wearable->cable_open) return;
  wearable->cable_open = is_open;
  if (is_open) {
    wearable->cable_stuck = false;
    restart_cable(wearable, now_us);
  }
  nodlab_packer_resize(&wearable->cable_packer, is_open ? NODLAB_PACKET_BYTES : 0);
}

void nodlab_wearable_battery(nodlab_wearable *wearable, uint8_t percent) {
  if (percent > 100) percent = 100;
  if (percent == wearable->battery) return;
  wearable->battery = percent;
  wearable->battery_told = false;
}

static void drain_cable(nodlab_wearable *wearable, uint64_t now_us) {
  const size_t taken =
      nodlab_cable_drain(&wearable->cable, wearable->ways->write, wearable->user);
  if (taken > 0) wearable->cable_stuck = false;
  if (taken > 0 || wearable->cable.used == 0) wearable->cable_moved_us = now_us;
  if (now_us - wearable->cable_moved_us < STUCK_AFTER_US) return;
  // What waits is old by now; a host that reads again is to find a beginning.
  wearable->cable_stuck = true;
  restart_cable(wearable, now_us);
}

static void flush_old(nodlab_packer *packer, uint64_t now_us) {
  if (packer->held > 0 && now_us > packer->last_us + 2 * NODLAB_HOLD_US) {
    nodlab_packer_flush(packer);
  }
}

void nodlab_wearable_poll(nodlab_wearable *wearable, uint64_t now_us) {
  flush_old(&wearable->radio, now_us);
  flush_old(&wearable->cable_packer, now_us);
  if (!wearable->cable_open) return;
  if (now_us - wearable->described_us >= DESCRIBED_EVERY_US) describe(wearable, now_us);
  if (!wearable->battery_told && wearable->battery != UNKNOWN_BATTERY) {
    wearable->battery_told =
        nodlab_cable_put(&wearable->cable, NODLAB_CABLE_BATTERY, &wearable->battery, 1);
  }
  drain_cable(wearable, now_us);
}
