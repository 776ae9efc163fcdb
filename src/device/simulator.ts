import type { FrameBatch } from '#core/motion/frame';
import type { Quaternion } from '#core/motion/orientation';
import type { Posture, WearerAction, WearerActivity } from '#core/motion/simulator/gestures';
import { DEFAULT_LINK, type LinkOptions } from '#core/motion/simulator/link';
import type { Wearer } from '#core/motion/simulator/wearer';
import type { Connection, ConnectionEvent, Device, Peer } from './device';
import { Listeners } from './listeners';

/** The simulated person, by hand or by script. Does nothing while nobody wears the device. */
export interface SimulatorControl {
  readonly subjectSeed: number;
  /** Another person puts the device on, at once; the stream goes on. */
  setSubject(seed: number): void;
  perform(action: WearerAction): void;
  hold(posture: Posture): void;
  setActivity(activity: WearerActivity): void;
  /** A changed clock needs another device, which is put on at once. */
  setLink(options: Partial<LinkOptions>): void;
  readonly link: LinkOptions;
  /** How the head stands now, head to world; undefined while not connected. */
  pose(): Quaternion | undefined;
  readonly activity: WearerActivity;
  readonly posture: Posture;
}

export interface SimulatorDevice extends Device {
  readonly control: SimulatorControl;
}

/** Left out of the first page: most people who come have a device, or look around first. */
async function loadPerson() {
  const [{ createSubject }, { createWearer }] = await Promise.all([
    import('#core/motion/simulator/subject'),
    import('#core/motion/simulator/wearer'),
  ]);
  return (seed: number, link: LinkOptions) => createWearer({ subject: createSubject(seed), link });
}

const NAME = 'Nodlab Sim';
/** As often as the simulated radio may deliver, ms. */
const STEP_MS = 15;
/**
 * Hidden pages may run timers once a minute, and what happened meanwhile is caught up on. A page
 * that slept for longer missed it, ms.
 */
const LONGEST_CATCH_UP_MS = 75_000;

/** A person wearing Nodlab's own wearable, for whoever has none. `clock` as `performance.now`. */
export function createSimulator(clock: { nowMs(): number }): SimulatorDevice {
  let stream: SimulatedStream | undefined;
  let subjectSeed = 1;
  let link: LinkOptions = DEFAULT_LINK;
  let personOf: Awaited<ReturnType<typeof loadPerson>> | undefined;

  const control: SimulatorControl = {
    get subjectSeed() {
      return subjectSeed;
    },
    get activity() {
      return stream?.wearer.activity ?? 'still';
    },
    get posture() {
      return stream?.wearer.posture ?? 'level';
    },
    setSubject(seed) {
      subjectSeed = seed;
      if (personOf) stream?.wear(personOf(subjectSeed, link));
    },
    perform(action) {
      stream?.live();
      stream?.wearer.perform(action);
    },
    hold(posture) {
      stream?.live();
      stream?.wearer.hold(posture);
    },
    setActivity(activity) {
      stream?.live();
      stream?.wearer.setActivity(activity);
    },
    get link() {
      return link;
    },
    setLink(options) {
      const before = link.clockSkewPpm;
      link = { ...link, ...options };
      if (link.clockSkewPpm === before) stream?.wearer.setLink(options);
      else if (personOf) stream?.wear(personOf(subjectSeed, link));
    },
    pose: () => stream?.wearer.pose(),
  };

  const peer: Peer = {
    kind: 'simulator',
    id: 'simulator',
    name: NAME,
    async open({ signal, onProgress }) {
      signal.throwIfAborted();
      onProgress?.('starting');
      personOf ??= await loadPerson();
      signal.throwIfAborted();
      const started = new SimulatedStream(clock, personOf(subjectSeed, link), () => {
        if (stream === started) stream = undefined;
      });
      await stream?.disconnect();
      stream = started;
      return started;
    },
  };

  return {
    kind: 'simulator',
    control,
    availability: () => ({ state: 'available' }),
    async choose({ signal }) {
      signal.throwIfAborted();
      return peer;
    },
    // There is nothing to grant.
    granted: async () => [],
    onGrantedChange: () => () => {},
  };
}

class SimulatedStream implements Connection {
  readonly kind = 'simulator';
  readonly name = NAME;
  readonly profile = 'simulator';
  wearer: Wearer;
  readonly #clock: { nowMs(): number };
  readonly #closed: () => void;
  readonly #listeners = new Listeners();
  readonly #timer: ReturnType<typeof setInterval>;
  /** The wearer's time 0 on this machine's clock. */
  #startMs: number;
  /** Added to the frames' times, so that the device's clock goes on when the wearer changes. */
  #deviceOffsetMs = 0;
  /** Frames that a sleeping page missed, not yet told. */
  #missed = 0;

  constructor(clock: { nowMs(): number }, wearer: Wearer, closed: () => void) {
    this.#clock = clock;
    this.#startMs = clock.nowMs();
    this.#closed = closed;
    this.wearer = wearer;
    this.#timer = setInterval(() => this.live(), STEP_MS);
  }

  get description() {
    return this.wearer.description;
  }

  listen(listener: (event: ConnectionEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Lives on to now and hands out what has arrived. */
  live(): void {
    const behindMs = this.#clock.nowMs() - this.#startMs - this.wearer.nowMs;
    if (behindMs > LONGEST_CATCH_UP_MS) {
      this.#startMs += behindMs;
      this.#deviceOffsetMs += behindMs;
      this.#missed += Math.round((behindMs / 1000) * this.description.nominalRateHz);
    }
    for (const batch of this.wearer.step(this.#clock.nowMs() - this.#startMs)) this.#send(batch);
  }

  /** Another wearer goes on where this one stops; what was still on its way arrives first. */
  wear(wearer: Wearer): void {
    this.live();
    const nowMs = this.#clock.nowMs();
    for (const batch of this.wearer.flush()) {
      this.#send({ ...batch, arrivalMs: Math.min(batch.arrivalMs, nowMs - this.#startMs) });
    }
    const periodMs = 1000 / this.description.nominalRateHz;
    this.#deviceOffsetMs += this.wearer.toDeviceMs(this.wearer.nowMs) + periodMs;
    this.#startMs = nowMs;
    this.wearer = wearer;
  }

  async disconnect(): Promise<void> {
    clearInterval(this.#timer);
    this.#closed();
    this.#listeners.tell({ type: 'closed' });
  }

  #send(batch: FrameBatch): void {
    const timestampMs = batch.timestampMs.map((timeMs) => timeMs + this.#deviceOffsetMs);
    const arrivalMs = batch.arrivalMs + this.#startMs;
    const lostBefore = batch.lostBefore + this.#missed;
    this.#missed = 0;
    this.#listeners.tell({
      type: 'frames',
      batch: { ...batch, timestampMs, arrivalMs, lostBefore },
    });
  }
}
