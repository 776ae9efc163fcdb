// What a sketch needs: Nodlab's profile over ArduinoBLE, and the same packets over USB, for boards
// with Arduino's mbed core.

#ifndef NODLAB_WEARABLE_ARDUINO_H
#define NODLAB_WEARABLE_ARDUINO_H

#include <stdint.h>
#include "nodlab_counts.h"
#include "nodlab_wearable.h"

namespace nodlab {

// Starts both ways out; false where Bluetooth or the description is at fault. `name` is what the
// browser's list shows, 20 bytes at most.
bool begin(const char *name, const nodlab_description &description);

// Tells that `frames` frames were found when micros() gave `foundUs`. Push each of them next.
void read(uint32_t foundUs, uint32_t frames);

// Takes one frame, a count a channel.
void push(const int16_t *counts);

// To be called in every loop().
void poll();

}  // namespace nodlab

#endif  // NODLAB_WEARABLE_ARDUINO_H
