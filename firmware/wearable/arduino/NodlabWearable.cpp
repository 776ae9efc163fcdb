#include "NodlabWearable.h"

#include <Arduino.h>
#include <ArduinoBLE.h>
// For the MTU, which ArduinoBLE's own interface does not tell.
#include <utility/ATT.h>

namespace {

BLEService service(NODLAB_MOTION_SERVICE);
BLECharacteristic description(NODLAB_DESCRIPTION_CHARACTERISTIC, BLERead, NODLAB_DESCRIPTION_BYTES);
BLECharacteristic motion(NODLAB_MOTION_CHARACTERISTIC, BLENotify, NODLAB_PACKET_BYTES);

nodlab_wearable wearable;
nodlab_timer timer;
bool wasConnected = false;

bool notify(void *, const uint8_t *packet, size_t length) {
  return motion.writeValue(packet, static_cast<int>(length)) != 0;
}

// Serial.write() would wait for a host that has the port open and reads nothing.
size_t writePort(void *, const uint8_t *bytes, size_t length) {
  uint32_t taken = 0;
  Serial.send_nb(const_cast<uint8_t *>(bytes), static_cast<uint32_t>(length), &taken);
  return taken;
}

const nodlab_ways_out kWays = {notify, writePort};

// Of the one connection there is. Its handle is the stack's secret, but a small number; another's
// MTU reads as 23.
uint16_t connectionMtu() {
  uint16_t mtu = 23;
  for (uint16_t handle = 0; handle < 16; handle++) {
    if (ATT.mtu(handle) > mtu) mtu = ATT.mtu(handle);
  }
  return mtu;
}

void pollRadio() {
  BLE.poll();
  const bool isConnected = BLE.connected();
  // What is lost is to be found again.
  if (wasConnected && !isConnected) BLE.advertise();
  wasConnected = isConnected;
  nodlab_wearable_radio(&wearable, isConnected && motion.subscribed() ? connectionMtu() : 0);
}

}  // namespace

namespace nodlab {

bool begin(const char *name, const nodlab_description &described) {
  Serial.begin(115200);
  nodlab_timer_init(&timer, 1000000, static_cast<uint32_t>(micros()));
  if (!nodlab_wearable_init(&wearable, &described, &kWays, nullptr)) return false;
  if (!BLE.begin()) return false;
  BLE.setLocalName(name);
  BLE.setDeviceName(name);
  BLE.setAdvertisedService(service);
  // 15 to 30 ms, in steps of 1.25 ms.
  BLE.setConnectionInterval(12, 24);
  service.addCharacteristic(description);
  service.addCharacteristic(motion);
  BLE.addService(service);
  description.writeValue(wearable.description, static_cast<int>(wearable.description_length));
  return BLE.advertise() != 0;
}

void read(uint32_t foundUs, uint32_t frames) {
  nodlab_wearable_read(&wearable, nodlab_timer_us(&timer, foundUs), frames);
}

void push(const int16_t *counts) { nodlab_wearable_push(&wearable, counts); }

void poll() {
  const uint64_t nowUs = nodlab_timer_us(&timer, static_cast<uint32_t>(micros()));
  pollRadio();
  nodlab_wearable_cable(&wearable, Serial.connected(), nowUs);
  nodlab_wearable_poll(&wearable, nowUs);
}

}  // namespace nodlab
