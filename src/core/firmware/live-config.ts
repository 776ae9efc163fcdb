import { ROLES } from '#core/apps/roles';
import { turningChannels } from '#core/live/body-motion';
import { cComment, cDouble, cFloat, cIdentifiers, cString } from './c-text';
import { appMacros, type ConfiguredModel, liveMacros, signalMacros } from './live-macros';

/**
 * `nodlab_config.h`: what the C sources of the signal path, the live logic and the apps must know,
 * every number from where the page has it.
 */
export function liveConfigHeader(model: ConfiguredModel): string {
  const names = cIdentifiers(
    'NODLAB_CLASS_',
    model.classes.map(({ label }) => label),
  );
  return `// The numbers that the signal path, the live logic and the apps go by. Made by Nodlab.
// SHA-256 of the model: ${model.sha256}

#ifndef NODLAB_CONFIG_H
#define NODLAB_CONFIG_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

${signalMacros(model)}

// Classes, in the order of the model's outputs; 0 is nothing.
enum {
${names.map((name, index) => `  ${name} = ${index},`).join('\n')}
};

${liveMacros(model)}

${appMacros()}

// By channel: name, unit, and what brings it to (value - mean) / deviation.
extern const char *const nodlab_channel_names[NODLAB_CHANNELS];
extern const char *const nodlab_channel_units[NODLAB_CHANNELS];
extern const float nodlab_channel_mean[NODLAB_CHANNELS];
extern const float nodlab_channel_deviation[NODLAB_CHANNELS];

// Places of the NODLAB_TURNING_CHANNELS channels in degrees a second.
extern const uint8_t nodlab_turning_channels[];

// By class: the name as it was typed (UTF-8), 'n'othing, 'e'vent or 's'tate, and its least score.
extern const char *const nodlab_class_labels[NODLAB_CLASSES];
extern const char nodlab_class_kinds[NODLAB_CLASSES];
extern const double nodlab_class_thresholds[NODLAB_CLASSES];

// The least score again, as the model's output above its zero point.
extern const int16_t nodlab_class_least_outputs[NODLAB_CLASSES];

// Class by role, or -1: ${ROLES.join(', ')}.
extern const int16_t nodlab_role_classes[${ROLES.length}];

#ifdef __cplusplus
}
#endif

#endif  // NODLAB_CONFIG_H
`;
}

/** `nodlab_config.c`: the arrays that `nodlab_config.h` declares. */
export function liveConfigSource({
  channels,
  classes,
  normaliser,
  output,
  live,
}: ConfiguredModel): string {
  const turning = turningChannels(channels);
  const array = (type: string, name: string, size: string, rows: readonly string[]) =>
    `const ${type}${name}[${size}] = {\n${rows.map((row) => `  ${row}\n`).join('')}};\n`;
  const text = (value: string) => {
    const comment = cComment(value);
    return `${cString(value)},${comment === '' ? '' : `  // ${comment}`}`;
  };
  return `// The arrays of nodlab_config.h. Made by Nodlab.

#include "nodlab_config.h"

${[
  array(
    'char *const ',
    'nodlab_channel_names',
    'NODLAB_CHANNELS',
    channels.map(({ name }) => text(name)),
  ),
  array(
    'char *const ',
    'nodlab_channel_units',
    'NODLAB_CHANNELS',
    channels.map(({ unit }) => text(unit)),
  ),
  array(
    'float ',
    'nodlab_channel_mean',
    'NODLAB_CHANNELS',
    Array.from(normaliser.mean, (value) => `${cFloat(value)},`),
  ),
  array(
    'float ',
    'nodlab_channel_deviation',
    'NODLAB_CHANNELS',
    Array.from(normaliser.deviation, (value) => `${cFloat(value)},`),
  ),
  // An array of no elements is no C.
  array(
    'uint8_t ',
    'nodlab_turning_channels',
    '',
    (turning.length > 0 ? turning : [0]).map((place) => `${place},`),
  ),
  array(
    'char *const ',
    'nodlab_class_labels',
    'NODLAB_CLASSES',
    classes.map(({ label }) => text(label)),
  ),
  array(
    'char ',
    'nodlab_class_kinds',
    'NODLAB_CLASSES',
    classes.map(({ kind }) => `'${kind[0]}',`),
  ),
  array(
    'double ',
    'nodlab_class_thresholds',
    'NODLAB_CLASSES',
    live.thresholds.map((value) => `${cDouble(value)},`),
  ),
  array(
    'int16_t ',
    'nodlab_class_least_outputs',
    'NODLAB_CLASSES',
    live.thresholds.map((value) => `${Math.ceil(value / output.scale)},`),
  ),
  array(
    'int16_t ',
    'nodlab_role_classes',
    `${ROLES.length}`,
    ROLES.map((role) => `${live.roles[role]},  // ${role}`),
  ),
].join('\n')}`;
}
