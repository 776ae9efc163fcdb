#pragma once

#include <stdint.h>

class ATTClass {
 public:
  virtual ~ATTClass() {}
  virtual uint16_t mtu(uint16_t handle) const;
};
extern ATTClass &ATT;
