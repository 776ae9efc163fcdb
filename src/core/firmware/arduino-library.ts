import type { Channel } from '#core/motion/frame';
import { cComment } from './c-text';
import type { ExportedModel } from './exported-model';
import { arduinoLibraryName } from './file-names';
import { replaced } from './shared-files';

/** `library.properties`: what the Arduino IDE's "Add .ZIP Library" reads. ASCII. */
export function libraryProperties(model: ExportedModel): string {
  const name = arduinoLibraryName(model.name);
  return `name=${name}
version=1.0.0
author=Nodlab
maintainer=Nodlab
sentence=Recognises movements with an int8 network and TensorFlow Lite Micro.
paragraph=Takes frames of a motion sensor with their times, resamples, normalises, cuts windows, runs the network and calls back with events and states.
category=Data Processing
url=
architectures=*
includes=${name}.h
depends=Chirale_TensorFLowLite
`;
}

/** The header that a sketch includes. */
export function libraryHeader(model: ExportedModel): string {
  const name = arduinoLibraryName(model.name);
  return `// Everything that a sketch needs. Made by Nodlab.

#ifndef ${name.toUpperCase()}_H
#define ${name.toUpperCase()}_H

#include "nodlab_recogniser.h"
#include "nodlab_tflm.h"

#ifdef __cplusplus
extern "C" {
#endif

// Runs windows whose answers are known; 0 where this board gives the same.
int nodlab_selftest(void);

#ifdef __cplusplus
}
#endif

#endif  // ${name.toUpperCase()}_H
`;
}

/** The self-test as a function of the library: 0 where all answers are right; says nothing. */
export function arduinoSelftest(text: string): string {
  const silent = replaced(text, '#include <stdio.h>', '#define printf(...) ((void)0)');
  return replaced(silent, 'int main(void)', 'int nodlab_selftest(void)');
}

/** `keywords.txt`: what the IDE colours; fields are parted by tabs. */
export const ARDUINO_KEYWORDS = `nodlab_recogniser\tKEYWORD1
nodlab_listeners\tKEYWORD1
nodlab_event\tKEYWORD1
nodlab_model_begin\tKEYWORD2
nodlab_recogniser_init\tKEYWORD2
nodlab_recogniser_push\tKEYWORD2
`;

/** An example sketch for this model: its library's header, and its channels from the sensor's. */
export function arduinoSketch(template: string, model: ExportedModel): string {
  const sketch = replaced(template, '@library', arduinoLibraryName(model.name));
  return sketch.replace('  // @channels', () => channelLines(model.channels).join('\n'));
}

/** What the sketch's sensor gives. */
const SENSED: Readonly<Record<string, Channel['unit']>> = {
  accX: 'g',
  accY: 'g',
  accZ: 'g',
  gyroX: 'dps',
  gyroY: 'dps',
  gyroZ: 'dps',
};

function channelLines(channels: readonly Channel[]): string[] {
  return channels.map(({ name, unit }, index) =>
    SENSED[name] === unit
      ? `  frame[${index}] = ${name};`
      : `  frame[${index}] = 0.0f;  // FILL IN: ${cComment(`${name} in ${unit}`)}`,
  );
}

/** Names too common for a folder that every sketch may search; Arduino compiles no `.cc`. */
const RENAMED: Readonly<Record<string, string>> = {
  'model.cc': 'nodlab_tflite.cpp',
  'model.h': 'nodlab_tflite.h',
  'model_ops.h': 'nodlab_ops.h',
  'nodlab_tflm.cc': 'nodlab_tflm.cpp',
};

/** What a source of the other folders is called in `src/`. */
export function arduinoSourceName(name: string): string {
  return RENAMED[name] ?? name;
}

/** Its text, with what it includes by the names there. */
export function arduinoSource(text: string): string {
  return text.replace(
    /^#include "([\w.]+)"$/gm,
    (_, name: string) => `#include "${arduinoSourceName(name)}"`,
  );
}
