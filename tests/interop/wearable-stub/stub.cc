// A world for the sketches: a sensor with a clock and a memory of its own, a host that comes, goes
// and comes again on the radio, another on the cable, and a loop that once stands still. Writes `said`
// as tests/support/wearable-c-program.c does.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Arduino.h"
#include "ArduinoBLE.h"
#include "Arduino_BMI270_BMM150.h"
#include "LSM6DS3.h"
#include "utility/ATT.h"

#ifndef MEMORY_FRAMES
#define MEMORY_FRAMES 32
#endif

SerialPort Serial;
BLELocalDevice BLE;
MotionSensor IMU;
static ATTClass att;
ATTClass &ATT = att;

namespace {

enum { NOTIFIED, REFUSED, WRITTEN, DESCRIBED };

const double kRateHz = 97.3;
FILE *said;
// Near the end of the timer.
const uint64_t kBeginUs = 0xffffffffu - 9000000u;
uint64_t now_us = kBeginUs;
uint64_t port_free_us = 0;
bool is_advertising = false, was_connected = false, has_stalled = false;
uint64_t next_word = 0;

double seconds() { return static_cast<double>(now_us - kBeginUs) / 1e6; }

void say(int kind, const uint8_t *bytes, size_t length) {
  const uint8_t head[] = {static_cast<uint8_t>(kind), static_cast<uint8_t>(length & 255),
                          static_cast<uint8_t>(length >> 8)};
  fwrite(head, 1, sizeof head, said);
  fwrite(bytes, 1, length, said);
}

// The nth frame on the sensor's axes: turning, then acceleration.
int16_t word_of(uint64_t frame, int channel) {
  const int16_t n = static_cast<int16_t>(frame % 30000);
  const int16_t words[] = {static_cast<int16_t>(-n), 5, -7, n, static_cast<int16_t>(30000 - n), -4096};
  return words[channel];
}

uint64_t measured_frames() { return static_cast<uint64_t>(seconds() * kRateHz); }

// The oldest words make way, wherever a frame begins.
uint64_t waiting_words() {
  const uint64_t measured = measured_frames() * 6;
  const uint64_t most = MEMORY_FRAMES * 6 + 2;
  if (measured - next_word > most) next_word = measured - most;
  return measured - next_word;
}

int16_t pop_word() {
  const int16_t word = word_of(next_word / 6, static_cast<int>(next_word % 6));
  next_word++;
  return word;
}

}  // namespace

unsigned long micros() {
  now_us += 40;
  return static_cast<unsigned long>(now_us & 0xffffffffu);
}
void delay(unsigned long ms) { now_us += ms * 1000; }
void pinMode(int, int) {}
void digitalWrite(int, int) { exit(5); }  // The sketch gave up.

bool SerialPort::connected() { return seconds() > 4; }
void SerialPort::send_nb(uint8_t *bytes, uint32_t size, uint32_t *taken, bool) {
  *taken = 0;
  if (!connected() || now_us < port_free_us) return;
  *taken = size < 64 ? size : 64;
  port_free_us = now_us + 1000;
  say(WRITTEN, bytes, *taken);
}

BLECharacteristic::BLECharacteristic(const char *, uint16_t properties, int size)
    : notifies_((properties & BLENotify) != 0), size_(size) {}
int BLECharacteristic::writeValue(const uint8_t *value, int length) {
  if (length > size_) exit(6);
  if (!notifies_) {
    say(DESCRIBED, value, static_cast<size_t>(length));
    return 1;
  }
  if (!BLE.connected()) exit(7);
  // The library would cut it off.
  if (length > att.mtu(1) - 3) exit(9);
  say(NOTIFIED, value, static_cast<size_t>(length));
  now_us += 300;
  return 1;
}
bool BLECharacteristic::subscribed() { return BLE.connected() && seconds() > 5; }

BLEService::BLEService(const char *) {}
void BLEService::addCharacteristic(BLECharacteristic &) {}

int BLELocalDevice::begin() { return 1; }
bool BLELocalDevice::connected() const {
  const double at = seconds();
  return (at > 4.5 && at < 9) || (at > 11 && was_connected);
}
void BLELocalDevice::poll() {
  now_us += 60;
  const double at = seconds();
  if (at > 10.9 && at < 11) was_connected = is_advertising;
  if (at > 4.5 && at < 5) is_advertising = false;
  if (at > 15 && !has_stalled) {
    has_stalled = true;
    now_us += 5000000;
  }
}
int BLELocalDevice::advertise() {
  is_advertising = true;
  return 1;
}
bool BLELocalDevice::setLocalName(const char *name) { return strlen(name) <= 20; }
void BLELocalDevice::setDeviceName(const char *) {}
bool BLELocalDevice::setAdvertisedService(const BLEService &) { return true; }
void BLELocalDevice::setConnectionInterval(uint16_t, uint16_t) {}
void BLELocalDevice::addService(BLEService &) {}

// Grows in the middle of a connection; 23 where there is none.
uint16_t ATTClass::mtu(uint16_t handle) const {
  return handle == 1 && BLE.connected() && seconds() > 6 ? 185 : 23;
}

int MotionSensor::begin() { return 1; }
void MotionSensor::setContinuousMode() {}
int MotionSensor::accelerationAvailable() {
  now_us += 400;
  const uint64_t words = waiting_words();
  // This one's memory makes way by whole frames.
  while (next_word % 6 != 0) next_word++;
  return words >= 6;
}
float MotionSensor::accelerationSampleRate() { return 99.84f; }
int MotionSensor::readAcceleration(float &x, float &y, float &z) {
  now_us += 800;
  const uint64_t frame = next_word / 6;
  x = word_of(frame, 3) * 4.0f / 32768.0f;
  y = word_of(frame, 4) * 4.0f / 32768.0f;
  z = word_of(frame, 5) * 4.0f / 32768.0f;
  return 1;
}
int MotionSensor::readGyroscope(float &x, float &y, float &z) {
  now_us += 800;
  x = pop_word() * 2000.0f / 32768.0f;
  y = pop_word() * 2000.0f / 32768.0f;
  z = pop_word() * 2000.0f / 32768.0f;
  next_word += 3;
  return 1;
}

LSM6DS3Core::LSM6DS3Core(uint8_t, uint8_t) {}
status_t LSM6DS3Core::beginCore() { return IMU_SUCCESS; }
status_t LSM6DS3Core::writeRegister(uint8_t, uint8_t) { return IMU_SUCCESS; }
status_t LSM6DS3Core::readRegisterRegion(uint8_t *to, uint8_t address, uint8_t length) {
  now_us += 200u + 90u * length;
  const uint64_t words = waiting_words();
  if (address == 0x3A && length == 4) {
    const uint64_t place = next_word % 6;
    to[0] = static_cast<uint8_t>(words & 255);
    to[1] = static_cast<uint8_t>((words >> 8) | (words == 0 ? 0x10 : 0));
    to[2] = static_cast<uint8_t>(place);
    to[3] = 0;
    return IMU_SUCCESS;
  }
  if (address != 0x3E || length % 2 != 0 || words < length / 2u) exit(8);
  for (uint8_t i = 0; i < length; i += 2) {
    const int16_t word = pop_word();
    to[i] = static_cast<uint8_t>(word & 255);
    to[i + 1] = static_cast<uint8_t>((word >> 8) & 255);
  }
  return IMU_SUCCESS;
}

int main() {
  said = fopen("said", "wb");
  setup();
  while (seconds() < 30) loop();
  fclose(said);
  return 0;
}
