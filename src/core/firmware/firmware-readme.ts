import { hopFrames, liveHopMs } from '#core/live/recogniser';
import { plainNumber } from './c-text';
import { type ExportedModel, windowInWords } from './exported-model';
import { markdownTable, markdownText } from './markdown';

/** What differs between the READMEs of the three folders. */
export interface ReadmeParts {
  /** After the project's name in the heading: "for TensorFlow Lite Micro". */
  readonly subtitle: string;
  /** Path in the folder and what it is, in the order to read them. */
  readonly files: readonly (readonly [path: string, what: string])[];
  /** Markdown: how to build it and to prove it. */
  readonly build: string;
  /** Markdown: where the program comes by its frames. */
  readonly frames: string;
  /** What takes memory, and bytes of flash and RAM; "–" for none. */
  readonly memory: readonly (readonly [what: string, flash: string, ram: string])[];
  readonly memoryNote: string;
}

/** `README.md`: what the files are, how to wire, build and feed them, and what comes back. */
export function firmwareReadme(model: ExportedModel, parts: ReadmeParts): string {
  return `# ${markdownText(model.name)}, a motion model ${parts.subtitle}

Made by Nodlab. SHA-256 of the model: \`${model.sha256}\`. Where it comes from, how well it did on
motion that it had never seen, and where that ends: \`model-card.md\`.

${markdownTable(
  ['file', 'what it is'],
  parts.files.map(([path, what]) => [`\`${path}\``, what]),
)}

## Build and prove it

${parts.build}

## Wiring

The program reads one motion sensor. A board that has one needs no wire; any other sensor hangs on I²C:
3.3 V, GND, and these pins, its interrupt to any free input.

${markdownTable(['board', 'SDA', 'SCL'], WIRING)}

## What goes in

One *frame* is one reading of all channels with its time. One window is ${windowInWords(model)}.

${markdownTable(
  ['index', 'channel', 'unit'],
  model.channels.map(({ name, unit }, index) => [
    String(index),
    markdownText(name),
    UNIT_IN_WORDS[unit],
  ]),
)}

- **Rate**: ${plainNumber(model.rateHz)} Hz or more. Frames are resampled to ${plainNumber(model.rateHz)} Hz by their own times: the sensor need not
  keep a round rate, but a frame's time, in ms, must be that of its measurement.
- **Answers**: one every ${plainNumber(answerMs(model))} ms, from the first whole window on.
- **Axes**: those of the recordings. Nodlab's own are X back, Y up, Z left of the head (right-handed),
  and an axis that points up reads +1 g at rest. Where your sensor sits otherwise, swap and negate
  channels before you push them.
- **Holes**: a hole of more than 250 ms spoils the windows that it falls in; those give no answer.

${parts.frames}

## What comes back

${markdownTable(
  ['class', 'answer', 'kind'],
  model.classes.map(({ label, kind }, index) => [
    String(index),
    markdownText(label),
    KIND_IN_WORDS[kind],
  ]),
)}

Scores are smoothed over 200 ms. An *event* fires once for a movement, when its smoothed score passes
its threshold; a *state* begins when it has held for 400 ms, and ends likewise. Thresholds, the
hold-off between events and the names stand in \`nodlab_config.c\`.

## Memory

${markdownTable(
  ['', 'flash, bytes', 'RAM, bytes'],
  parts.memory.map((row) => [...row]),
)}

${parts.memoryNote}
`;
}

/** The part on frames where `example/main.c` is the program, built as `program`. */
export function framesIntoRecogniser(program: string): string {
  return `\`example/main.c\` has the whole of it: put frames into the ring in the sensor's interrupt, take them
out in the main loop, and push each to the recogniser.

\`\`\`c
nodlab_recogniser_init(&recogniser, &listeners, NULL);
nodlab_recogniser_push(&recogniser, time_ms, values);  /* values[NODLAB_CHANNELS] */
\`\`\`

To try it on a computer, feed it a recording: a line a frame, the time in ms and then the channels in
the order above, as in Nodlab's own CSV files.

\`\`\`sh
${program} < recording.csv
\`\`\``;
}

/** Distance between answers, ms. */
function answerMs({ hopMs, rateHz }: ExportedModel): number {
  return (hopFrames(liveHopMs(hopMs), rateHz) * 1000) / rateHz;
}

const WIRING: readonly (readonly string[])[] = [
  ['Arduino Nano 33 BLE Sense (LSM9DS1 or BMI270)', 'on the board', 'on the board'],
  ['XIAO nRF52840 Sense (LSM6DS3TR-C)', 'on the board', 'on the board'],
  ['Arduino Nano 33 BLE, Nano ESP32', 'A4', 'A5'],
  ['Seeed XIAO', 'D4', 'D5'],
  ['Raspberry Pi Pico', 'GP4', 'GP5'],
  ['ESP32-S3-DevKitC', 'GPIO 8', 'GPIO 9'],
];

const UNIT_IN_WORDS: Readonly<Record<ExportedModel['channels'][number]['unit'], string>> = {
  g: 'g (9.80665 m/s²)',
  dps: 'degrees a second',
  uT: 'microtesla',
  raw: "the sensor's own numbers, as recorded",
};

const KIND_IN_WORDS: Readonly<Record<ExportedModel['classes'][number]['kind'], string>> = {
  nothing: 'nothing: no call',
  event: 'event: one call a movement',
  state: 'state: a call when it begins and when it ends',
};
