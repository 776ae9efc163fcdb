import { findPromptedSpan, type PromptMark, searchEndMs } from '#core/dataset/guided-labels';
import type { LabelSpan } from '#core/dataset/label-span';
import { motionEnergy } from '#core/dataset/motion-energy';
import type { ClockFit } from '#core/motion/clock-fit';
import type { FrameBatch, Signal, StreamDescription } from '#core/motion/frame';
import { FrameRing } from '#core/motion/ring-buffer';
import type { GivenPrompt } from './guide';

/** The longest state with the rests around it, s. */
const MEMORY_S = 30;
/** For a stream that does not say its rate. */
const UNKNOWN_RATE_HZ = 200;
/** Enough of the rest before a prompt to tell how quiet the person is, ms. */
const LEAD_MS = 2000;

interface Waiting {
  readonly index: number;
  readonly gestureId: string;
  readonly mark: PromptMark;
}

/** Turns given prompts into label spans as soon as the frames that they need have come. */
export interface GuidedLabeller {
  push(batch: FrameBatch): void;
  add(given: GivenPrompt): void;
  /** Spans of prompts whose frames are all here; with `all`, of every prompt given. */
  take(options?: { readonly all: boolean }): readonly { index: number; span: LabelSpan }[];
  /** Forgets a prompt that waits. */
  drop(index: number): void;
}

export function createGuidedLabeller(
  { channels, nominalRateHz }: StreamDescription,
  /** The stream's; whoever hears its frames keeps it. */
  clock: Pick<ClockFit, 'toFrameMs'>,
  newId: () => string,
): GuidedLabeller {
  const rateHz = nominalRateHz || UNKNOWN_RATE_HZ;
  const ring = new FrameRing(Math.ceil(rateHz * MEMORY_S * 1.2), channels.length);
  let waiting: readonly Waiting[] = [];
  let firstMs: number | undefined;
  let newestMs = Number.NEGATIVE_INFINITY;

  function recent(fromMs: number): Signal {
    const count = ring.length - ring.positionAt(fromMs);
    const timestampMs = new Float64Array(count);
    const values = new Float32Array(count * channels.length);
    ring.copyLatest(count, values, timestampMs);
    return { channels, timestampMs, values };
  }

  function spanOf({ gestureId, mark }: Waiting): LabelSpan | undefined {
    const signal = recent(mark.goMs - LEAD_MS);
    const found = findPromptedSpan(signal.timestampMs, motionEnergy(signal), mark);
    if (!found || firstMs === undefined) return undefined;
    const startMs = Math.max(0, found.startMs - firstMs);
    const endMs = Math.min(newestMs, found.endMs) - firstMs;
    if (endMs <= startMs) return undefined;
    return { id: newId(), gestureId, startMs, endMs, source: 'guided' };
  }

  return {
    push(batch) {
      firstMs ??= batch.timestampMs[0];
      newestMs = batch.timestampMs.at(-1) ?? newestMs;
      ring.push(batch);
    },

    add({ index, prompt, goMs: hostGoMs, endMs: hostEndMs }) {
      const { task } = prompt;
      const goMs = clock.toFrameMs(hostGoMs);
      const endMs = clock.toFrameMs(hostEndMs);
      if (!('gestureId' in task) || goMs === undefined || endMs === undefined) return;
      const mark = { kind: task.kind, goMs, endMs };
      waiting = [...waiting, { index, gestureId: task.gestureId, mark }];
    },

    take({ all } = { all: false }) {
      const due = waiting.filter(({ mark }) => all || newestMs >= searchEndMs(mark));
      waiting = waiting.filter((one) => !due.includes(one));
      return due.flatMap((one) => {
        const span = spanOf(one);
        return span ? [{ index: one.index, span }] : [];
      });
    },

    drop(index) {
      waiting = waiting.filter((one) => one.index !== index);
    },
  };
}
