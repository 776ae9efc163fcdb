// The same packets down a cable: type, payload and CRC, made free of zeros by COBS and ended by a
// zero (Nodlab's docs/formats/serial-packets.md). They wait here for a port that takes some bytes now
// and some later.

#ifndef NODLAB_CABLE_H
#define NODLAB_CABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Bytes that can wait, 65,535 at most. Whole packets are dropped where it is full.
#ifndef NODLAB_CABLE_BYTES
#define NODLAB_CABLE_BYTES 512
#endif

typedef enum {
  NODLAB_CABLE_DESCRIPTION = 1,
  NODLAB_CABLE_MOTION = 2,
  NODLAB_CABLE_BATTERY = 3
} nodlab_cable_type;

// Hands bytes to the port without waiting; how many it took.
typedef size_t (*nodlab_port_writer)(void *user, const uint8_t *bytes, size_t length);

typedef struct {
  uint32_t head;
  uint32_t used;
  uint8_t bytes[NODLAB_CABLE_BYTES];
} nodlab_cable;

// Forgets what waits, and begins with the zero that ends whatever went before.
void nodlab_cable_restart(nodlab_cable *cable);

// Queues a packet; false, and nothing queued, where there is no room.
bool nodlab_cable_put(nodlab_cable *cable, nodlab_cable_type type, const uint8_t *payload,
                      size_t length);

// Hands the port what it takes; how many bytes that was.
size_t nodlab_cable_drain(nodlab_cable *cable, nodlab_port_writer write, void *user);

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_CABLE_H
