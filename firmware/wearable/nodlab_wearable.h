// A wearable for Nodlab: frames in, the same packets over Bluetooth and down a cable out. Nothing is
// allocated, nothing waits. A board brings the sensor, a timer and the two ways out.

#ifndef NODLAB_WEARABLE_H
#define NODLAB_WEARABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "nodlab_cable.h"
#include "nodlab_description.h"
#include "nodlab_frame_clock.h"
#include "nodlab_packer.h"

#ifdef __cplusplus
extern "C" {
#endif

// Nodlab's GATT profile.
#define NODLAB_MOTION_SERVICE "6e6f6400-6c61-4b2d-8f2d-5a1c0d9e7b31"
#define NODLAB_DESCRIPTION_CHARACTERISTIC "6e6f6401-6c61-4b2d-8f2d-5a1c0d9e7b31"
#define NODLAB_MOTION_CHARACTERISTIC "6e6f6402-6c61-4b2d-8f2d-5a1c0d9e7b31"

// The longest description: twelve channels with names of eight letters fit.
#ifndef NODLAB_DESCRIPTION_BYTES
#define NODLAB_DESCRIPTION_BYTES 176
#endif

#if NODLAB_CABLE_BYTES < NODLAB_PACKET_BYTES + 16 || \
    NODLAB_CABLE_BYTES < NODLAB_DESCRIPTION_BYTES + 16
#error "A packet would never fit into the cable's queue."
#endif

// The ways out; NULL where the board lacks one. `user` is what was given to init.
typedef struct {
  // Notifies the motion characteristic; false where the packet can't be sent.
  nodlab_packet_sender notify;
  // Takes the bytes that the cable's port has room for; how many.
  nodlab_port_writer write;
} nodlab_ways_out;

typedef struct {
  const nodlab_ways_out *ways;
  void *user;
  nodlab_frame_clock clock;
  // Frames that were read and have yet to be pushed, and their times.
  uint32_t awaited;
  nodlab_frame_times times;
  nodlab_packer radio;
  nodlab_packer cable_packer;
  nodlab_cable cable;
  bool cable_open;
  // The port takes nothing: frames for it would be old when it does.
  bool cable_stuck;
  uint64_t cable_moved_us;
  uint64_t described_us;
  // Per cent; 255: not known.
  uint8_t battery;
  bool battery_told;
  // What the description characteristic has to answer.
  size_t description_length;
  uint8_t description[NODLAB_DESCRIPTION_BYTES];
} nodlab_wearable;

// Begins anew; false where the page would refuse the description, or it is too long. The wearable
// keeps `ways`, and itself must stay where it is.
bool nodlab_wearable_init(nodlab_wearable *wearable, const nodlab_description *description,
                          const nodlab_ways_out *ways, void *user);

// Tells that `frames` frames, all that the sensor had, were found at `now_us`. Push each of them next;
// one that isn't pushed is lost.
// For the first two seconds the sensor's rate is measured, and what is pushed is left aside.
void nodlab_wearable_read(nodlab_wearable *wearable, uint64_t now_us, uint32_t frames);

// Takes one frame, a count a channel.
void nodlab_wearable_push(nodlab_wearable *wearable, const int16_t *counts);

// Tells the connection's MTU whenever it may have changed; 0 where nobody is subscribed.
void nodlab_wearable_radio(nodlab_wearable *wearable, uint16_t mtu);

// Tells whether a host has the port open, where the board can know; true always where it can't.
void nodlab_wearable_cable(nodlab_wearable *wearable, bool is_open, uint64_t now_us);

// Tells the battery's level, 0 to 100 per cent.
void nodlab_wearable_battery(nodlab_wearable *wearable, uint8_t percent);

// To be called as often as the main loop turns: keeps the cable going, and no frame too long.
void nodlab_wearable_poll(nodlab_wearable *wearable, uint64_t now_us);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_WEARABLE_H
