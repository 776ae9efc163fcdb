import { generateC99 } from './c99/generate-c99';
import { cmakeLists } from './cmake-lists';
import type { ExportedModel } from './exported-model';
import { firmwareReadme, framesIntoRecogniser } from './firmware-readme';
import { c99Makefile } from './makefile';
import { modelCard } from './model-card';
import {
  below,
  configFiles,
  type Files,
  librarySources,
  recogniserBytes,
  selftestFile,
  sourceFile,
} from './shared-files';

/** The folder that needs a C compiler and nothing else. */
export function c99Files(model: ExportedModel, sources: ReadonlyMap<string, string>): Files {
  const library = librarySources(sources);
  const { header, source } = generateC99(model.graph);
  const compiled = [
    'model.c',
    'nodlab_config.c',
    ...[...library.keys()].filter((name) => name.endsWith('.c')).map((name) => `nodlab/${name}`),
  ];
  return new Map<string, string | Uint8Array>([
    ['README.md', readme(model)],
    ['model-card.md', modelCard(model)],
    ['Makefile', c99Makefile(compiled)],
    [
      'CMakeLists.txt',
      cmakeLists({ projectName: model.name, sources: compiled, runsOnTflm: false }),
    ],
    ['model.c', source],
    ['model.h', header],
    ['selftest.c', selftestFile(model)],
    ...configFiles(model),
    ['example/main.c', sourceFile(sources, 'examples/main.c')],
    ['example/frame_ring.h', sourceFile(sources, 'examples/frame_ring.h')],
    ...below('nodlab', library),
    ...['cortex-m33/startup.c', 'cortex-m33/mps2-an505.ld'].map(
      (path) => [path, sourceFile(sources, path)] as const,
    ),
    ['model.tflite', model.tflite],
  ]);
}

function readme(model: ExportedModel): string {
  const { constBytes, ramBytes } = generateC99(model.graph);
  return firmwareReadme(model, {
    subtitle: 'as plain C99',
    files: [
      ['model.c, model.h', 'the network: no heap, no libc but `string.h`, no interpreter'],
      ['nodlab_config.c', 'channels, normalisation, classes, thresholds'],
      ['nodlab/', 'the signal path, the recogniser and the apps in C99'],
      ['example/main.c', 'a complete application; two places in it are yours'],
      ['selftest.c', 'windows with their answers; prints PASS'],
      ['model.tflite', 'the same network as a file'],
    ],
    build: BUILD,
    frames: framesIntoRecogniser('./recognise'),
    memory: [
      ['weights and tables of the network', String(constBytes), '–'],
      ['values of the network', '–', String(ramBytes)],
      ['code of the network, by its operators', '1000 to 6000', '–'],
      ['recogniser', 'about 7000', String(recogniserBytes(model))],
    ],
    memoryNote:
      '`arm-none-eabi-size` of the library has the true figures for your compiler; the linker leaves out\nwhat you do not call, the apps for one.',
  });
}

const BUILD = `\`\`\`sh
make && ./selftest
\`\`\`

prints PASS where your compiler gives the answers that Nodlab gave; they are, bit for bit, those of
TensorFlow Lite Micro's reference kernels. \`make qemu\` says the same on a Cortex-M33 that QEMU stands
for. For a board with one:

\`\`\`sh
make CROSS=arm-none-eabi- CPU="-mcpu=cortex-m33 -mfloat-abi=hard -mfpu=fpv5-sp-d16" libnodlab.a
\`\`\`

and link to \`libnodlab.a\` and \`-lm\`, or add the sources to your own build. With
\`-DNODLAB_USE_DSP\` the network uses the instructions of Armv7E-M and Armv8-M for pairs of 16-bit
numbers: the same bits in fewer instructions. \`CMakeLists.txt\` does the same for those who use CMake.`;
