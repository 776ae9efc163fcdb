#pragma once

#include "tensorflow/lite/micro/micro_interpreter.h"

namespace tflite {

inline const Model* GetModel(const void* buffer) { return static_cast<const Model*>(buffer); }

}  // namespace tflite
