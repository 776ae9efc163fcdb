// ArduinoBLE as far as the wearable's sketches use it.
#pragma once

#include "Arduino.h"

enum { BLERead = 2, BLENotify = 16 };

class BLECharacteristic {
 public:
  BLECharacteristic(const char *uuid, uint16_t properties, int size);
  int writeValue(const uint8_t *value, int length);
  bool subscribed();

 private:
  bool notifies_;
  int size_;
};

class BLEService {
 public:
  explicit BLEService(const char *uuid);
  void addCharacteristic(BLECharacteristic &characteristic);
};

class BLELocalDevice {
 public:
  int begin();
  void poll();
  bool connected() const;
  int advertise();
  bool setLocalName(const char *name);
  void setDeviceName(const char *name);
  bool setAdvertisedService(const BLEService &service);
  void setConnectionInterval(uint16_t least, uint16_t most);
  void addService(BLEService &service);
};
extern BLELocalDevice BLE;
