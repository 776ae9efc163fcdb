import type { Sound } from './platform';

interface Note {
  readonly frequencyHz: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** Two short notes at most: to be told apart, not to be listened to. */
const SOUNDS: Readonly<Record<Sound, readonly Note[]>> = {
  prompt: [{ frequencyHz: 660, startMs: 0, durationMs: 90 }],
  go: [{ frequencyHz: 990, startMs: 0, durationMs: 140 }],
  done: [
    { frequencyHz: 660, startMs: 0, durationMs: 110 },
    { frequencyHz: 880, startMs: 120, durationMs: 180 },
  ],
  reminder: [
    { frequencyHz: 520, startMs: 0, durationMs: 220 },
    { frequencyHz: 390, startMs: 260, durationMs: 320 },
  ],
};

/** The two tones that telephones ring with, and their rhythm. */
const RING: readonly Note[] = [
  { frequencyHz: 440, startMs: 0, durationMs: 900 },
  { frequencyHz: 480, startMs: 0, durationMs: 900 },
];
const RING_PERIOD_MS = 2400;
const LOUDNESS = 0.12;
/** Without a ramp the speaker clicks. */
const RAMP_S = 0.012;

/** Plays sounds made on the spot; silent where the browser does not allow any. */
export function createSpeaker(): { play(sound: Sound): void; ring(): () => void } {
  let context: AudioContext | undefined;

  const playNotes = (notes: readonly Note[]): OscillatorNode[] => {
    if (typeof AudioContext === 'undefined') return [];
    context ??= new AudioContext();
    // Browsers start it suspended until the person has touched the page.
    void context.resume();
    const audio = context;
    return notes.map((note) => playNote(audio, note));
  };

  return {
    play(sound) {
      playNotes(SOUNDS[sound]);
    },
    ring() {
      let notes = playNotes(RING);
      const timer = setInterval(() => {
        notes = playNotes(RING);
      }, RING_PERIOD_MS);
      return () => {
        clearInterval(timer);
        for (const note of notes) note.stop();
      };
    },
  };
}

function playNote(audio: AudioContext, note: Note): OscillatorNode {
  const startS = audio.currentTime + note.startMs / 1000;
  const endS = startS + note.durationMs / 1000;
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setTargetAtTime(LOUDNESS, startS, RAMP_S);
  gain.gain.setTargetAtTime(0, endS - 3 * RAMP_S, RAMP_S);
  const oscillator = new OscillatorNode(audio, { frequency: note.frequencyHz });
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(startS);
  oscillator.stop(endS);
  return oscillator;
}
