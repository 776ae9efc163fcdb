import {
  ARDUINO_KEYWORDS,
  arduinoSelftest,
  arduinoSketch,
  arduinoSource,
  arduinoSourceName,
  libraryHeader,
  libraryProperties,
} from './arduino-library';
import type { ExportedModel } from './exported-model';
import { arduinoLibraryName } from './file-names';
import { firmwareReadme } from './firmware-readme';
import { modelCard } from './model-card';
import { modelHeader } from './model-header';
import { modelSource } from './model-source';
import { opResolverHeader } from './op-resolver';
import {
  configFiles,
  type Files,
  librarySources,
  sourceFile,
  tflmSelftestFile,
} from './shared-files';
import { tflmMemory, tflmMemoryNote } from './tflm-memory';

/** The Arduino library on TensorFlow Lite Micro. */
export function arduinoFiles(model: ExportedModel, sources: ReadonlyMap<string, string>): Files {
  const flat = new Map([
    ['model.cc', modelSource(model)],
    ['model.h', modelHeader(model)],
    ['model_ops.h', opResolverHeader(model)],
    ['nodlab_tflm.cc', sourceFile(sources, 'tflm/nodlab_tflm.cc')],
    ['nodlab_tflm.h', sourceFile(sources, 'tflm/nodlab_tflm.h')],
    ['nodlab_model.h', sourceFile(sources, 'tflm/nodlab_model.h')],
    ['nodlab_selftest.c', arduinoSelftest(tflmSelftestFile(model))],
    ...configFiles(model),
    ...librarySources(sources),
  ]);
  const sketch = (name: string) =>
    arduinoSketch(sourceFile(sources, `examples/arduino/${name}.ino`), model);
  return new Map<string, string>([
    ['README.md', readme(model)],
    ['model-card.md', modelCard(model)],
    ['library.properties', libraryProperties(model)],
    ['keywords.txt', ARDUINO_KEYWORDS],
    ['examples/Recognise/Recognise.ino', sketch('Recognise')],
    ['examples/SelfTest/SelfTest.ino', sketch('SelfTest')],
    [`src/${arduinoLibraryName(model.name)}.h`, libraryHeader(model)],
    ...[...flat].map(
      ([name, text]) => [`src/${arduinoSourceName(name)}`, arduinoSource(text)] as const,
    ),
  ]);
}

function readme(model: ExportedModel): string {
  const name = arduinoLibraryName(model.name);
  return firmwareReadme(model, {
    subtitle: 'as an Arduino library',
    files: [
      ['examples/Recognise', 'a complete application; two places in it are yours'],
      ['examples/SelfTest', 'windows with their answers; prints PASS'],
      [`src/${name}.h`, 'what a sketch includes'],
      ['src/nodlab_tflite.cpp', `the model: int8 in, int8 out, ${model.tflite.length} bytes`],
      ['src/nodlab_ops.h', `registers the ${model.operators.length} operators that the model has`],
      ['src/nodlab_tflm.cpp', 'runs the model by the interpreter'],
      ['src/nodlab_config.c', 'channels, normalisation, classes, thresholds'],
      ['src/nodlab_*.c', 'the signal path, the recogniser and the apps in C99'],
    ],
    build: `1. *Sketch → Include Library → Add .ZIP Library…*: the zip as it is.
2. *Tools → Manage Libraries…*: install **Chirale_TensorFLowLite**, a port of TensorFlow Lite Micro. With
   another port, change the one \`#include\` at the top of \`src/nodlab_tflm.cpp\`.
3. *File → Examples → ${name} → SelfTest*: prints PASS where the board gives the answers that Nodlab
   gave.
4. *File → Examples → ${name} → Recognise*: look at the part that is headed **YOUR SENSOR**.

A board needs 32 bits and the memory below: an Uno has neither.`,
    frames: `The sketch reads a frame whenever the sensor has one, notes the time, and pushes it:

\`\`\`cpp
if (readFrame(frame, &timeMs)) nodlab_recogniser_push(&recogniser, timeMs, frame);
\`\`\`

A frame or two that pass while the model runs are bridged. A sensor's FIFO does better: push all that
it holds, each with its own time.`,
    memory: tflmMemory(model),
    memoryNote: tflmMemoryNote('src/nodlab_tflite.h'),
  });
}
