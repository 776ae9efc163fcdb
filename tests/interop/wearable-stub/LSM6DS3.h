// Seeed's library, as far as the sketch uses it: registers.
#pragma once

#include "Arduino.h"

#define I2C_MODE 0

typedef enum { IMU_SUCCESS, IMU_HW_ERROR } status_t;

class LSM6DS3Core {
 public:
  LSM6DS3Core(uint8_t bus, uint8_t address);
  status_t beginCore();
  status_t readRegisterRegion(uint8_t *to, uint8_t address, uint8_t length);
  status_t writeRegister(uint8_t address, uint8_t value);
};
