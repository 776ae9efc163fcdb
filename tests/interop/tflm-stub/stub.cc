// Stands for the runtime's library: the interpreter's run is the exported C99 model's.
#include "tensorflow/lite/micro/micro_interpreter.h"

extern "C" void c99_model_run(const int8_t* input, int8_t* output);

namespace tflite {

StubInterpreter& stub() {
  static int8_t input[INPUT_SIZE];
  static int8_t output[OUTPUT_SIZE];
  static StubInterpreter interpreter = {
      {kTfLiteInt8, {input}, INPUT_SIZE},
      {kTfLiteInt8, {output}, OUTPUT_SIZE},
      [](TfLiteTensor& in, TfLiteTensor& out) { c99_model_run(in.data.int8, out.data.int8); }};
  return interpreter;
}

}  // namespace tflite
