import { cComment, cFloat, cIdentifiers, cString, plainNumber } from './c-text';
import type { ExportedModel } from './exported-model';

/** `model.h`: what the firmware must know to feed the model and to read its answer. */
export function modelHeader(model: ExportedModel): string {
  const { classes, channels, normaliser, input, output } = model;
  const names = cIdentifiers(
    'kClass',
    classes.map(({ label }) => label),
  );
  const ids = names.map((name, index) => `  ${name} = ${index},`);
  const labels = classes.map(({ label }) => row(cString(label), label));
  const channelNames = channels.map(({ name, unit }) => row(cString(name), `${name} in ${unit}`));
  const units = channels.map(({ unit }) => `    ${cString(unit)},`);
  return `// What goes into the model in model.cc and what comes out of it. Made by Nodlab.
// SHA-256 of the model: ${model.sha256}

#ifndef NODLAB_MODEL_H_
#define NODLAB_MODEL_H_

#include <cmath>
#include <cstddef>
#include <cstdint>

// The .tflite file.
extern const unsigned char g_model[];
extern const unsigned int g_model_len;

namespace nodlab {

inline constexpr char kModelSha256[] = ${cString(model.sha256)};

// One window: kFrames readings at kRateHz, oldest first, each with kChannels numbers in this
// order and unit. A new answer every kHopMs is what the model was trained for.
inline constexpr int kFrames = ${model.frames};
inline constexpr int kChannels = ${channels.length};
inline constexpr int kInputSize = kFrames * kChannels;
inline constexpr float kRateHz = ${cFloat(model.rateHz)};
inline constexpr float kHopMs = ${cFloat(model.hopMs)};
inline constexpr const char* kChannelNames[kChannels] = {
${channelNames.join('\n')}
};
inline constexpr const char* kChannelUnits[kChannels] = {
${units.join('\n')}
};

// Each channel is brought to (value - mean) / deviation first.
inline constexpr float kChannelMean[kChannels] = {
${floatRows(normaliser.mean)}
};
inline constexpr float kChannelDeviation[kChannels] = {
${floatRows(normaliser.deviation)}
};

// real = scale * (int8 - zero point)
inline constexpr float kInputScale = ${cFloat(input.scale)};
inline constexpr int kInputZeroPoint = ${input.zeroPoint};
inline constexpr float kOutputScale = ${cFloat(output.scale)};
inline constexpr int kOutputZeroPoint = ${output.zeroPoint};

// Answers, in the order of the outputs.
enum Class : int {
${ids.join('\n')}
};
inline constexpr int kClasses = ${classes.length};
inline constexpr const char* kLabels[kClasses] = {
${labels.join('\n')}
};

// Estimate by tensor lifetimes: ask interpreter.arena_used_bytes() for the true figure.
inline constexpr std::size_t kTensorArenaSize = ${arenaWithMargin(model.cost.arenaBytes)};

// One reading of one channel as the model takes it.
inline std::int8_t QuantizeInput(float value, int channel) {
  const float normal = (value - kChannelMean[channel]) / kChannelDeviation[channel];
  // In float as long as it may be out of range: converting that to an integer is undefined.
  const float scaled = std::round(normal / kInputScale) + static_cast<float>(kInputZeroPoint);
  if (!(scaled > -128.0f)) return -128;
  return static_cast<std::int8_t>(scaled < 127.0f ? scaled : 127.0f);
}

// Score of one answer, 0 to 1.
inline float DequantizeOutput(std::int8_t value) {
  return kOutputScale * static_cast<float>(value - kOutputZeroPoint);
}

}  // namespace nodlab

#endif  // NODLAB_MODEL_H_
`;
}

/** The estimate with a quarter more for the interpreter's own needs, in whole KiB. */
export function arenaWithMargin(arenaBytes: number): number {
  return Math.ceil((arenaBytes * 1.25 + 512) / 1024) * 1024;
}

function row(literal: string, comment: string): string {
  const text = cComment(comment);
  return `    ${literal},${text === '' ? '' : `  // ${text}`}`;
}

function floatRows(values: Float32Array): string {
  return Array.from(values, (value) => `    ${cFloat(value)},`).join('\n');
}

/** "1.6 s at 50 Hz", for the texts beside the header. */
export function windowInWords({ frames, rateHz }: ExportedModel): string {
  return `${frames} frames, ${plainNumber(frames / rateHz)} s at ${plainNumber(rateHz)} Hz`;
}
