import { createRandom, deriveSeed, type Random } from '#core/random';
import type { FrameBatch, StreamDescription } from '../frame';
import type { Quaternion } from '../orientation';
import { gaitOf, planIdle, planTalking, swayOf } from './activity';
import {
  type Posture,
  planAction,
  type TruthGesture,
  type WearerAction,
  type WearerActivity,
} from './gestures';
import { Head } from './head';
import { DEFAULT_LINK, Link, type LinkOptions } from './link';
import { DEFAULT_SENSOR, Sensor, type SensorOptions, sensorChannels } from './sensor';
import { createSubject, type Subject } from './subject';

export const DEFAULT_WEARER_RATE_HZ = 50;

/** Times count from the start of the wearer's life, on this machine's clock, ms. */
export interface WearerOptions {
  readonly subject: Subject;
  /** One sitting of the subject: same person, other sway, noise, bias and repetitions. */
  readonly sitting?: number;
  readonly rateHz?: number;
  readonly sensor?: Partial<SensorOptions>;
  readonly link?: Partial<LinkOptions>;
}

/** What truly happened and when, ms: events from onset to end, states from settling to leaving. */
export interface TruthInterval {
  readonly gesture: TruthGesture;
  readonly startMs: number;
  readonly endMs: number;
}

/** A person wearing the device. Deterministic: the same calls at the same times, the same frames. */
export interface Wearer {
  readonly subject: Subject;
  readonly description: StreamDescription;
  /** How far it has been stepped, ms. */
  readonly nowMs: number;
  readonly activity: WearerActivity;
  readonly posture: Posture;
  /** Frames that the link has lost. */
  readonly lostCount: number;
  /**
   * Begins `action` now, or when the action under way is over; returns when it ends, ms. At most
   * one waits: a further one is ignored and returns undefined.
   */
  perform(action: WearerAction): number | undefined;
  /** Moves the head to `posture` and keeps it there; returns when it has settled, ms. */
  hold(posture: Posture): number;
  setActivity(activity: WearerActivity): void;
  setLink(options: Partial<LinkOptions>): void;
  /** Lives on to `untilMs` and returns the batches that have arrived by then. */
  step(untilMs: number): FrameBatch[];
  /** What is still on its way in the link. */
  flush(): FrameBatch[];
  /** Truth up to now; a state still held ends now. On this machine's clock. */
  truth(): TruthInterval[];
  /** This machine's time to the frames' clock, ms. */
  toDeviceMs(timeMs: number): number;
  /** How the head stands now, head to world. */
  pose(): Quaternion;
}

/** Puts the device on a subject. Time starts at 0 with the first frame. */
export function createWearer(options: WearerOptions | { readonly seed: number }): Wearer {
  return new SimulatedWearer(
    'seed' in options ? { subject: createSubject(options.seed) } : options,
  );
}

class SimulatedWearer implements Wearer {
  readonly subject: Subject;
  readonly description: StreamDescription;
  nowMs = 0;
  activity: WearerActivity = 'still';
  posture: Posture = 'level';
  readonly #head: Head;
  readonly #sensor: Sensor;
  readonly #link: Link;
  readonly #gestureRandom: Random;
  readonly #fidgetRandom: Random;
  readonly #frame: Float32Array;
  readonly #periodMs: number;
  readonly #clockRatio: number;
  #linkOptions: LinkOptions;
  #frames = 0;
  #nextFidgetMs = 1500;
  #busyUntilMs = 0;
  #postureDeg = 0;
  readonly #truth: TruthInterval[] = [];
  #held: { gesture: 'head-down' | 'head-up'; startMs: number } | undefined;

  constructor(options: WearerOptions) {
    const { subject } = options;
    const seed = deriveSeed(subject.seed, 1000 + (options.sitting ?? 0));
    const stream = (salt: number) => createRandom(deriveSeed(seed, salt));
    const bodyRandom = stream(1);
    const sensorOptions = { ...DEFAULT_SENSOR, ...options.sensor };
    const channels = sensorChannels(sensorOptions);
    const rateHz = options.rateHz ?? DEFAULT_WEARER_RATE_HZ;
    this.subject = subject;
    this.description = { channels, nominalRateHz: rateHz, clock: 'device' };
    this.#head = new Head(
      subject.posture.restPitchDeg,
      swayOf(subject, bodyRandom),
      gaitOf(subject, bodyRandom),
    );
    this.#sensor = new Sensor(subject, stream(2), sensorOptions);
    this.#linkOptions = { ...DEFAULT_LINK, ...options.link };
    this.#link = new Link(channels.length, stream(3), this.#linkOptions);
    this.#gestureRandom = stream(4);
    this.#fidgetRandom = stream(5);
    this.#frame = new Float32Array(channels.length);
    this.#periodMs = 1000 / rateHz;
    // The crystal is a property of the device: changing the link later does not change it.
    this.#clockRatio = 1 + this.#linkOptions.clockSkewPpm / 1e6;
  }

  get lostCount(): number {
    return this.#link.lostCount;
  }

  perform(action: WearerAction): number | undefined {
    const startMs = Math.max(this.nowMs, this.#busyUntilMs);
    if (startMs - this.nowMs > MAX_QUEUE_MS) return undefined;
    const plan = planAction(action, this.subject, this.#gestureRandom, startMs);
    for (const move of plan.moves) this.#head.add(move);
    this.#busyUntilMs = plan.endMs + REST_BETWEEN_MS;
    if (isGesture(action)) {
      this.#truth.push({ gesture: action, startMs: plan.startMs, endMs: plan.endMs });
    }
    return plan.endMs;
  }

  hold(posture: Posture): number {
    if (posture === this.posture) return this.nowMs;
    const { downDeg, upDeg, moveMs, restPitchDeg } = this.subject.posture;
    const vary = Math.exp(this.subject.variation * 0.5 * this.#gestureRandom.normal());
    const targetDeg =
      posture === 'level' ? 0 : (posture === 'head-down' ? downDeg : -upDeg) * vary - restPitchDeg;
    const durationMs = moveMs * vary;
    const startMs = this.nowMs;
    const delta = targetDeg - this.#postureDeg;
    this.#head.add({ angle: 'pitch', startMs, durationMs, delta });
    const rollDelta = delta * this.subject.coupling.roll * 0.5;
    this.#head.add({ angle: 'roll', startMs, durationMs, delta: rollDelta });
    this.#leavePosture(startMs + durationMs * LEAVING);
    if (posture !== 'level') {
      this.#held = { gesture: posture, startMs: startMs + durationMs * SETTLED };
    }
    this.#postureDeg = targetDeg;
    this.posture = posture;
    return startMs + durationMs;
  }

  setActivity(activity: WearerActivity): void {
    if (activity === this.activity) return;
    this.activity = activity;
    this.#head.setWalking(activity === 'walking', this.nowMs, 1200);
    this.#nextFidgetMs = this.nowMs + 300;
  }

  setLink(options: Partial<LinkOptions>): void {
    this.#linkOptions = { ...this.#linkOptions, ...options };
    this.#link.setOptions(this.#linkOptions);
  }

  step(untilMs: number): FrameBatch[] {
    for (;;) {
      const deviceMs = this.#frames * this.#periodMs;
      const timeMs = deviceMs / this.#clockRatio;
      if (timeMs > untilMs) break;
      this.#fidgetUntil(timeMs);
      this.#sensor.read(this.#head.at(timeMs), this.#frame, 0);
      this.#link.push(deviceMs, this.#frame, timeMs);
      this.#head.settle(timeMs);
      this.#frames++;
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return this.#link.take(untilMs);
  }

  flush(): FrameBatch[] {
    return this.#link.flush(this.nowMs);
  }

  truth(): TruthInterval[] {
    const intervals = [...this.#truth];
    if (this.#held && this.#held.startMs < this.nowMs) {
      intervals.push({ ...this.#held, endMs: this.nowMs });
    }
    return intervals.sort((a, b) => a.startMs - b.startMs);
  }

  toDeviceMs(timeMs: number): number {
    return timeMs * this.#clockRatio;
  }

  pose(): Quaternion {
    return this.#head.at(this.nowMs).orientation;
  }

  #fidgetUntil(timeMs: number): void {
    while (this.#nextFidgetMs <= timeMs) {
      const plan = this.activity === 'talking' ? planTalking : planIdle;
      const fidget = plan(this.subject, this.#fidgetRandom, this.#nextFidgetMs);
      for (const move of fidget.moves) this.#head.add(move);
      this.#nextFidgetMs = fidget.nextMs;
    }
  }

  #leavePosture(endMs: number): void {
    if (this.#held && endMs > this.#held.startMs) this.#truth.push({ ...this.#held, endMs });
    this.#held = undefined;
  }
}

/** A person asked again while moving finishes first; more than this ahead is not remembered. */
const MAX_QUEUE_MS = 1500;
const REST_BETWEEN_MS = 150;
/** Parts of a posture's move after which it counts as reached, and until which as still held. */
const SETTLED = 0.7;
const LEAVING = 0.3;

function isGesture(action: WearerAction): action is Extract<WearerAction, TruthGesture> {
  return (
    action === 'nod' || action === 'shake' || action === 'neck-left' || action === 'neck-right'
  );
}
