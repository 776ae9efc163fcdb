#include "nodlab_tflm.h"

#ifdef ARDUINO
// Arduino finds a library by the header in its top folder; another port has another one.
#include <Chirale_TensorFlowLite.h>
#endif

#include <cstdint>
#include <cstring>

#include "model.h"
#include "model_ops.h"
#include "nodlab_model.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/system_setup.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace {

// The size is that for 32 bits; what the interpreter keeps is mostly pointers.
alignas(16) std::uint8_t arena[nodlab::kTensorArenaSize * (sizeof(void*) / 4)];
tflite::MicroInterpreter* interpreter = nullptr;

bool IsInt8(const TfLiteTensor* tensor, std::size_t size) {
  return tensor != nullptr && tensor->type == kTfLiteInt8 && tensor->bytes == size;
}

TfLiteStatus Run(const std::int8_t* input, std::int8_t* output) {
  // An LSTM remembers the last window otherwise; Nodlab trains each window with a fresh state.
  if (nodlab::kModelHasState && interpreter->Reset() != kTfLiteOk) return kTfLiteError;
  std::memcpy(interpreter->input(0)->data.int8, input, NODLAB_MODEL_INPUT_SIZE);
  if (interpreter->Invoke() != kTfLiteOk) return kTfLiteError;
  std::memcpy(output, interpreter->output(0)->data.int8, NODLAB_MODEL_OUTPUT_SIZE);
  return kTfLiteOk;
}

}  // namespace

bool nodlab_model_begin(void) {
  if (interpreter != nullptr) return true;
  tflite::InitializeTarget();
  const tflite::Model* model = tflite::GetModel(g_model);
  if (model->version() != TFLITE_SCHEMA_VERSION) return false;
  static nodlab::ModelOpResolver resolver;
  if (nodlab::RegisterModelOps(resolver) != kTfLiteOk) return false;
  static tflite::MicroInterpreter made(model, resolver, arena, sizeof(arena));
  if (made.AllocateTensors() != kTfLiteOk) return false;
  if (!IsInt8(made.input(0), NODLAB_MODEL_INPUT_SIZE)) return false;
  if (!IsInt8(made.output(0), NODLAB_MODEL_OUTPUT_SIZE)) return false;
  interpreter = &made;
  return true;
}

std::size_t nodlab_model_arena_used(void) {
  return interpreter == nullptr ? 0 : interpreter->arena_used_bytes();
}

void nodlab_model_run(const std::int8_t* input, std::int8_t* output) {
  // Without a result every answer gets the score 0, so that nothing fires.
  if (!nodlab_model_begin() || Run(input, output) != kTfLiteOk) {
    std::memset(output, -128, NODLAB_MODEL_OUTPUT_SIZE);
  }
}
