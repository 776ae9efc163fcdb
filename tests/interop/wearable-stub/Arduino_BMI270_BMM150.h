// The sensor libraries of both revisions of the Nano 33 BLE Sense.
#pragma once

#include "Arduino.h"

class MotionSensor {
 public:
  int begin();
  void setContinuousMode();
  int accelerationAvailable();
  float accelerationSampleRate();
  int readAcceleration(float &x, float &y, float &z);
  int readGyroscope(float &x, float &y, float &z);
};
extern MotionSensor IMU;
