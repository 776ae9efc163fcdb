import { cmakeLists } from './cmake-lists';
import type { ExportedModel } from './exported-model';
import { firmwareReadme, framesIntoRecogniser } from './firmware-readme';
import { modelCard } from './model-card';
import { modelHeader } from './model-header';
import { modelSource } from './model-source';
import { opResolverHeader } from './op-resolver';
import {
  below,
  configFiles,
  type Files,
  librarySources,
  sourceFile,
  tflmSelftestFile,
} from './shared-files';
import { tflmMemory, tflmMemoryNote } from './tflm-memory';

/** The CMake folder for TensorFlow Lite Micro. */
export function cmakeFiles(model: ExportedModel, sources: ReadonlyMap<string, string>): Files {
  const library = librarySources(sources);
  const compiled = [
    'model.cc',
    'nodlab_tflm.cc',
    'nodlab_config.c',
    ...[...library.keys()].filter((name) => name.endsWith('.c')).map((name) => `nodlab/${name}`),
  ];
  return new Map<string, string | Uint8Array>([
    ['README.md', readme(model)],
    ['model-card.md', modelCard(model)],
    [
      'CMakeLists.txt',
      cmakeLists({ projectName: model.name, sources: compiled, runsOnTflm: true }),
    ],
    ['model.tflite', model.tflite],
    ['model.cc', modelSource(model)],
    ['model.h', modelHeader(model)],
    ['model_ops.h', opResolverHeader(model)],
    ['nodlab_tflm.cc', sourceFile(sources, 'tflm/nodlab_tflm.cc')],
    ['nodlab_tflm.h', sourceFile(sources, 'tflm/nodlab_tflm.h')],
    ['nodlab_model.h', sourceFile(sources, 'tflm/nodlab_model.h')],
    ...configFiles(model),
    ['example/main.c', sourceFile(sources, 'examples/main.c')],
    ['example/frame_ring.h', sourceFile(sources, 'examples/frame_ring.h')],
    ['selftest.c', tflmSelftestFile(model)],
    ...below('nodlab', library),
  ]);
}

function readme(model: ExportedModel): string {
  return firmwareReadme(model, {
    subtitle: 'for TensorFlow Lite Micro',
    files: [
      ['model.tflite', `the model: int8 in, int8 out, ${model.tflite.length} bytes`],
      ['model.cc, model.h', 'the same bytes as an array for flash, and the size of the arena'],
      ['model_ops.h', `registers the ${model.operators.length} operators that the model has`],
      ['nodlab_tflm.cc', 'runs the model by the interpreter'],
      ['nodlab_config.c', 'channels, normalisation, classes, thresholds'],
      ['nodlab/', 'the signal path, the recogniser and the apps in C99'],
      ['example/main.c', 'a complete application; two places in it are yours'],
      ['selftest.c', 'windows with their answers; prints PASS'],
    ],
    build: BUILD,
    frames: framesIntoRecogniser('build/recognise'),
    memory: tflmMemory(model),
    memoryNote: tflmMemoryNote('model.h'),
  });
}

const BUILD = `Needs C99, C++17 and TensorFlow Lite Micro of 2023 or later. Build its library once, then this folder:

\`\`\`sh
git clone https://github.com/tensorflow/tflite-micro
make -C tflite-micro -f tensorflow/lite/micro/tools/make/Makefile microlite
cmake -B build -DTFLM_ROOT="$PWD/tflite-micro" \\
  -DTFLM_LIBRARY="$(find "$PWD/tflite-micro/gen" -name libtensorflow-microlite.a)"
cmake --build build && build/selftest
\`\`\`

\`selftest\` prints PASS where the interpreter gives the answers that Nodlab gave. For a Cortex-M33 add
\`TARGET=cortex_m_generic TARGET_ARCH=cortex-m33 OPTIMIZED_KERNEL_DIR=cmsis_nn\` to \`make\`, and your
toolchain file to \`cmake\`. In a larger build, \`add_subdirectory\` this folder with \`TFLM_TARGET\` set to
your target of TensorFlow Lite Micro, and link to \`nodlab\`.`;
