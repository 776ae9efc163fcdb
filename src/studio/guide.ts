import type { GuidedPlan, GuidedPrompt } from '#core/dataset/guided-plan';
import type { Platform } from '#platform/platform';

/** Where a guided recording stands. Times are on `platform.nowMs`'s clock. */
export interface GuidedProgress {
  /** Which prompt, from 0, of how many. */
  readonly index: number;
  readonly count: number;
  readonly prompt: GuidedPrompt;
  readonly next?: GuidedPrompt;
  readonly step: GuidedStep;
  readonly stepStartedAtMs: number;
  readonly stepMs: number;
  readonly paused: boolean;
  /** Label spans made so far. */
  readonly labelCount: number;
}

export type GuidedStep = 'announce' | 'go' | 'return';

/** A prompt that has been given whole; `index` names it until it is taken back. */
export interface GivenPrompt {
  readonly index: number;
  readonly prompt: GuidedPrompt;
  /** On `platform.nowMs`'s clock. */
  readonly goMs: number;
  readonly endMs: number;
}

export interface GuideDeps {
  readonly platform: Pick<Platform, 'nowMs' | 'play'>;
  onProgress(progress: Omit<GuidedProgress, 'labelCount'>): void;
  /** A step begins: the simulated person listens to this. */
  onStep(step: GuidedStep, prompt: GuidedPrompt): void;
  /** A prompt broken off, by pause, repeat or skip: whatever was begun for it ends. */
  onBroken(): void;
  onGiven(given: GivenPrompt): void;
  /** Prompt `index` is asked for again: its label no longer counts. */
  onTakenBack(index: number): void;
  onEnd(): void;
}

/** Leads through a plan, prompt by prompt, by the clock. */
export interface Guide {
  readonly paused: boolean;
  start(): void;
  togglePause(): void;
  repeat(): void;
  skip(): void;
  stop(): void;
}

export function createGuide({ prompts }: GuidedPlan, deps: GuideDeps): Guide {
  const { platform } = deps;
  let index = 0;
  let step: GuidedStep = 'announce';
  let stepStartedAtMs = 0;
  let goMs = 0;
  let paused = false;
  let running = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stepLengthMs = (of: GuidedPrompt): number =>
    ({ announce: of.announceMs, go: of.lastsMs, return: of.returnMs })[step];

  function show(): void {
    const prompt = prompts[index]!;
    const next = prompts[index + 1];
    deps.onProgress({
      index,
      count: prompts.length,
      prompt,
      ...(next === undefined ? {} : { next }),
      step,
      stepStartedAtMs,
      stepMs: stepLengthMs(prompt),
      paused,
    });
  }

  function begin(to: GuidedStep): void {
    const prompt = prompts[index]!;
    step = to;
    stepStartedAtMs = platform.nowMs();
    if (to === 'go') goMs = stepStartedAtMs;
    platform.play(to === 'go' ? 'go' : 'prompt');
    show();
    deps.onStep(to, prompt);
    clearTimeout(timer);
    timer = setTimeout(advance, stepLengthMs(prompt));
  }

  function advance(): void {
    const prompt = prompts[index]!;
    if (step === 'go') deps.onGiven({ index, prompt, goMs, endMs: platform.nowMs() });
    if (step === 'announce') begin('go');
    else if (step === 'go' && prompt.returnMs > 0) begin('return');
    else goTo(index + 1);
  }

  function goTo(next: number): void {
    clearTimeout(timer);
    if (next >= prompts.length) {
      running = false;
      platform.play('done');
      deps.onEnd();
      return;
    }
    index = next;
    begin('announce');
  }

  function breakOff(): void {
    clearTimeout(timer);
    deps.onBroken();
  }

  return {
    get paused() {
      return paused;
    },
    start() {
      running = true;
      if (prompts.length === 0) goTo(0);
      else begin('announce');
    },
    togglePause() {
      if (!running) return;
      paused = !paused;
      if (paused) breakOff();
      // A prompt that was given whole is done; one interrupted is given again from the start.
      const done = step === 'return';
      if (paused && done && index + 1 < prompts.length) index++;
      if (paused) step = 'announce';
      if (paused) show();
      else begin('announce');
    },
    repeat() {
      if (!running) return;
      breakOff();
      // While the next one is announced, "again" means the one just done.
      if (step === 'announce' && index > 0) index--;
      deps.onTakenBack(index);
      paused = false;
      begin('announce');
    },
    skip() {
      if (!running) return;
      breakOff();
      paused = false;
      goTo(index + 1);
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
  };
}

/** What a guided recording shows while it is counted down. */
export function firstPrompt({ prompts }: GuidedPlan, nowMs: number): GuidedProgress | undefined {
  const [prompt, next] = prompts;
  if (!prompt) return undefined;
  return {
    index: 0,
    count: prompts.length,
    prompt,
    ...(next ? { next } : {}),
    step: 'announce',
    stepStartedAtMs: nowMs,
    stepMs: prompt.announceMs,
    paused: false,
    labelCount: 0,
  };
}
