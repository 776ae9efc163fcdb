// Declarations alone, of what the exported sketches call.
#pragma once

#include <stddef.h>
#include <stdint.h>

class SerialPort {
 public:
  void begin(unsigned long);
  size_t print(const char*);
  size_t println(const char*);
  size_t println(double, int = 2);
  explicit operator bool();
};
extern SerialPort Serial;

unsigned long micros();
void delay(unsigned long);
void setup();
void loop();
