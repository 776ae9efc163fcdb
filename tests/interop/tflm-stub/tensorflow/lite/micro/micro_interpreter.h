#pragma once

#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

#define TFLITE_SCHEMA_VERSION (3)

enum TfLiteType { kTfLiteNoType = 0, kTfLiteFloat32 = 1, kTfLiteInt8 = 9 };

union TfLitePtrUnion {
  int8_t* int8;
  float* f;
};

struct TfLiteTensor {
  TfLiteType type;
  TfLitePtrUnion data;
  size_t bytes;
};

namespace tflite {

struct Model {
  unsigned int version() const { return 3; }
};

class MicroResourceVariables;
class MicroProfilerInterface;

// What runs instead of the runtime, made by stub.cc.
struct StubInterpreter {
  TfLiteTensor input;
  TfLiteTensor output;
  void (*invoke)(TfLiteTensor& input, TfLiteTensor& output);
  size_t arena_bytes = 0;
  int resets = 0;
};
StubInterpreter& stub();

class MicroInterpreter {
 public:
  MicroInterpreter(const Model*, const MicroOpResolver&, uint8_t*, size_t size,
                   MicroResourceVariables* = nullptr, MicroProfilerInterface* = nullptr,
                   bool preserve_all_tensors = false) {
    (void)preserve_all_tensors;
    stub().arena_bytes = size;
  }
  MicroInterpreter(const MicroInterpreter&) = delete;
  TfLiteStatus AllocateTensors() { return kTfLiteOk; }
  TfLiteStatus Invoke() {
    stub().invoke(stub().input, stub().output);
    return kTfLiteOk;
  }
  TfLiteStatus Reset() {
    ++stub().resets;
    return kTfLiteOk;
  }
  TfLiteTensor* input(size_t) { return &stub().input; }
  TfLiteTensor* output(size_t) { return &stub().output; }
  size_t arena_used_bytes() const { return stub().arena_bytes; }
};

}  // namespace tflite
