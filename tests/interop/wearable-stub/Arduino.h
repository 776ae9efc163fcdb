// Arduino as far as the wearable's sketches use it, with a clock that moves as it is looked at.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { LOW, HIGH, OUTPUT, LED_BUILTIN };

// USB of the mbed cores: takes a packet of 64 bytes when the one before is gone.
class SerialPort {
 public:
  void begin(unsigned long) {}
  bool connected();
  void send_nb(uint8_t *bytes, uint32_t size, uint32_t *taken, bool now = true);
};
extern SerialPort Serial;

unsigned long micros();
void delay(unsigned long);
void pinMode(int, int);
void digitalWrite(int, int);
void setup();
void loop();
