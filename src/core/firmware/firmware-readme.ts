import { plainNumber } from './c-text';
import type { ExportedModel } from './exported-model';
import { markdownTable, markdownText } from './markdown';
import { arenaWithMargin, windowInWords } from './model-header';

/** `README.md` of the folder: what each file is, and a loop that runs the model. */
export function firmwareReadme(model: ExportedModel): string {
  const { channels, classes, cost, operators, tflite, input } = model;
  const channelRows = channels.map(({ name, unit }, index) => [
    String(index),
    markdownText(name),
    markdownText(unit),
  ]);
  const classRows = classes.map(({ label, kind }, index) => [
    String(index),
    markdownText(label),
    kind,
  ]);
  return `# A motion model for TensorFlow Lite Micro

Made by Nodlab.

| file | what it is |
| --- | --- |
| \`model.tflite\` | the model: int8 in, int8 out, ${tflite.length} bytes |
| \`model.cc\` | the same bytes as an array for flash |
| \`model.h\` | how to feed the model and to read its answers |
| \`model_ops.h\` | the ${operators.length} operators to register |
| \`model-card.md\` | where the model comes from and how well it did |

SHA-256 of \`model.tflite\`: \`${model.sha256}\`

## Input

One window is ${windowInWords(model)}, oldest frame first, \`[frames × channels]\`. If your sensor
runs at another rate, resample to this one. The model was trained with a window every
${plainNumber(model.hopMs)} ms.

${markdownTable(['channel', 'name', 'unit'], channelRows)}

\`QuantizeInput\` in \`model.h\` subtracts the channel's mean, divides by its deviation, and rounds
to int8 (scale ${plainNumber(input.scale)}, zero point ${input.zeroPoint}).

## Output

${markdownTable(['output', 'answer', 'kind'], classRows)}

The highest output is the answer; \`DequantizeOutput\` gives its score between 0 and 1. Ask for a
threshold and for two or three equal answers in a row before you act on it.

## Running it

${cost.macs} multiply-accumulates a window. The tensor arena is estimated at ${cost.arenaBytes}
bytes; \`kTensorArenaSize\` leaves room above that (${arenaWithMargin(cost.arenaBytes)} bytes). After
\`AllocateTensors()\` ask \`arena_used_bytes()\` for the true figure and set it to that.

\`\`\`cpp
#include "model.h"
#include "model_ops.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/system_setup.h"
#include "tensorflow/lite/schema/schema_generated.h"

alignas(16) static uint8_t arena[nodlab::kTensorArenaSize];

static tflite::MicroInterpreter* interpreter = nullptr;

bool SetUpModel() {
  tflite::InitializeTarget();
  const tflite::Model* model = tflite::GetModel(g_model);
  if (model->version() != TFLITE_SCHEMA_VERSION) return false;
  static nodlab::ModelOpResolver resolver;
  if (nodlab::RegisterModelOps(resolver) != kTfLiteOk) return false;
  static tflite::MicroInterpreter made(model, resolver, arena, sizeof(arena));
  if (made.AllocateTensors() != kTfLiteOk) return false;
  interpreter = &made;
  return true;
}

// window: nodlab::kInputSize readings in physical units. The answer, or -1 if the run failed.
int Recognise(const float* window) {
  int8_t* input = interpreter->input(0)->data.int8;
  for (int i = 0; i < nodlab::kInputSize; ++i) {
    input[i] = nodlab::QuantizeInput(window[i], i % nodlab::kChannels);
  }
  if (interpreter->Invoke() != kTfLiteOk) return -1;
  const int8_t* scores = interpreter->output(0)->data.int8;
  int best = 0;
  for (int i = 1; i < nodlab::kClasses; ++i) {
    if (scores[i] > scores[best]) best = i;
  }
  return best;
}
\`\`\`

Needs C++17 and TensorFlow Lite Micro of 2023 or later. In the Arduino IDE put \`model.cc\` as
\`model.cpp\` beside the sketch.
`;
}
