import type { ConnectionInput } from '#core/connection/connection-state';
import { next } from '#core/connection/transitions';
import { Failure } from '#core/failure';
import type { ColumnMapping } from '#core/motion/columns';
import type { FrameBatch } from '#core/motion/frame';
import type { Connection, ConnectionEvent, DeviceKind, Peer } from '#device/device';
import type { Platform } from '#platform/platform';
import { rememberColumns, rememberedColumns } from './column-memory';
import type { DeviceStream, LinkView } from './device-station';
import { createFrameBus } from './frame-bus';
import type { StreamHealth } from './stream-health';
import { StreamWatch } from './stream-watch';

const WATCH_MS = 250;
const HEALTH_MS = 500;

export interface DeviceLinkDeps {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly platform: Pick<Platform, 'nowMs' | 'preference' | 'setPreference'>;
  /** Asks the person, or takes what was granted before. */
  choose(signal: AbortSignal): Promise<Peer>;
  /** The same device as the browser has it now: plugged in again it may be another object. */
  refind(peer: Peer): Promise<Peer>;
  /** Called when a device has been chosen; `false`: it is in use already, and this link ends. */
  onChosen(peer: Peer): boolean;
  onChange(): void;
  /** The connection ended without a reason to try again. */
  onGone(): void;
}

/** One device, from its choice until the person lets it go. */
export interface DeviceLink extends DeviceStream {
  readonly view: LinkView;
  readonly peer: Peer | undefined;
  /** Chooses and connects; resolves when that has come to something or nothing. Never rejects. */
  start(granted?: Peer): Promise<void>;
  /** Tries again now, if it is lost or failed. */
  retry(): void;
  /** The browser sees the device again: tries now, if it is lost or was given up. */
  welcome(): void;
  /** Resolves when the port or the radio link is free. Never rejects. */
  leave(): Promise<void>;
  setColumns(mapping: ColumnMapping): void;
  rows(): readonly (readonly number[])[];
}

export function createDeviceLink(deps: DeviceLinkDeps): DeviceLink {
  const { id, kind, platform } = deps;
  const frames = createFrameBus();
  let view: LinkView = { id, kind, name: '', state: { phase: 'idle' } };
  let peer: Peer | undefined;
  let connection: Connection | undefined;
  let stream = new StreamWatch(0);
  let healthAtMs = 0;
  let unlisten: (() => void) | undefined;
  let watching: ReturnType<typeof setInterval> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let trying: AbortController | undefined;
  /** Ends when nothing of the last attempt and the last connection holds the device any more. */
  let opening: Promise<void> = Promise.resolve();
  let closing: Promise<void> = Promise.resolve();

  function show(change: Partial<LinkView>): void {
    view = { ...view, ...change };
    deps.onChange();
  }

  function take(input: ConnectionInput, change: Partial<LinkView> = {}): void {
    show({ ...change, state: next(view.state, input) });
    if (view.state.phase !== 'lost') return;
    clearTimeout(waiting);
    waiting = setTimeout(retry, Math.max(0, view.state.retryAtMs - platform.nowMs()));
  }

  function refuse(error: unknown): void {
    take({ type: 'refused', reason: deviceFailure(error), nowMs: platform.nowMs() });
  }

  async function choose(): Promise<void> {
    const mine = new AbortController();
    trying = mine;
    take({ type: 'choose' });
    try {
      const chosen = await deps.choose(mine.signal);
      if (mine.signal.aborted || !deps.onChosen(chosen)) return;
      peer = chosen;
      await connect();
    } catch (error) {
      if (!mine.signal.aborted) refuse(error);
    }
  }

  /** From `choosing`, `idle` or `failed`. */
  async function connect(): Promise<void> {
    take({ type: 'chosen' }, { name: peer?.name ?? '' });
    await open();
  }

  function open(): Promise<void> {
    const mine = new AbortController();
    trying = mine;
    opening = attempt(mine.signal);
    return opening;
  }

  async function attempt(signal: AbortSignal): Promise<void> {
    try {
      await closing;
      const found = await deps.refind(peer!);
      signal.throwIfAborted();
      peer = found;
      const opened = await found.open({
        signal,
        columns: rememberedColumns(platform, found.id),
        onProgress(step) {
          if (!signal.aborted) show({ step });
        },
      });
      if (signal.aborted) await opened.disconnect();
      else run(opened);
    } catch (error) {
      if (!signal.aborted) refuse(error);
    }
  }

  function run(opened: Connection): void {
    const { name, profile, description, columns } = opened;
    const nowMs = platform.nowMs();
    connection = opened;
    stream = new StreamWatch(nowMs);
    frames.open(description);
    take(
      { type: 'opened' },
      {
        ...{ name, profile, description, health: readHealth(nowMs) },
        ...(columns && { columns: columns.mapping }),
      },
    );
    watching = setInterval(watch, WATCH_MS);
    unlisten = opened.listen((event) => {
      if (event.type === 'frames') push(event.batch);
      else hear(event);
    });
  }

  function push(batch: FrameBatch): void {
    stream.push(batch, platform.nowMs());
    if (view.state.phase === 'stalled') take({ type: 'frames' });
    frames.push(batch);
  }

  function hear(event: Exclude<ConnectionEvent, { type: 'frames' }>): void {
    if (event.type === 'skipped') stream.skip(event.count);
    else if (event.type === 'battery') show({ battery: event.percent });
    else if (event.type === 'signal') show({ signalDbm: event.dbm });
    else if (event.type === 'described') {
      const mapping = connection?.columns?.mapping;
      const { description } = event;
      stream = new StreamWatch(platform.nowMs());
      frames.open(description);
      show({ description, ...(mapping && { columns: mapping }) });
    } else {
      closing = end();
      if (event.failure) drop(event.failure);
      else deps.onGone();
    }
  }

  function watch(): void {
    const nowMs = platform.nowMs();
    const { phase } = view.state;
    // Only at a second look: after a page has slept, what came meanwhile is heard between the two.
    if (phase === 'stalled' && stream.isDead(nowMs)) {
      const seconds = Math.round((nowMs - stream.heardMs) / 1000);
      closing = end();
      drop(new Failure('device-silent', `${view.name} sent nothing for ${seconds} s`));
      return;
    }
    const due = nowMs - healthAtMs >= HEALTH_MS - WATCH_MS / 2;
    const change = due ? { health: readHealth(nowMs) } : {};
    if (phase === 'streaming' && stream.isSilent(nowMs)) {
      take({ type: 'silent', sinceMs: stream.heardMs }, change);
    } else if (due) show(change);
  }

  function readHealth(nowMs: number): StreamHealth {
    healthAtMs = nowMs;
    return stream.health(nowMs);
  }

  function drop(reason: Failure): void {
    take({ type: 'dropped', reason, nowMs: platform.nowMs() });
  }

  /** Hears nothing more of the connection and closes it. */
  function end(): Promise<void> {
    const ended = connection;
    connection = undefined;
    clearInterval(watching);
    unlisten?.();
    return ended?.disconnect() ?? Promise.resolve();
  }

  function retry(): void {
    const { phase } = view.state;
    clearTimeout(waiting);
    if (phase === 'lost') {
      take({ type: 'retry' });
      void open();
    } else if (phase === 'failed') void (peer ? connect() : choose());
  }

  return {
    linkId: id,
    kind,
    frames,
    get name() {
      return view.name;
    },
    get clock() {
      return stream.clock;
    },
    get view() {
      return view;
    },
    get peer() {
      return peer;
    },
    start(granted) {
      peer = granted;
      return granted ? connect() : choose();
    },
    retry,

    welcome() {
      const { phase } = view.state;
      clearTimeout(waiting);
      take({ type: 'returned', nowMs: platform.nowMs() });
      if (phase === 'lost' || phase === 'failed') void open();
    },

    async leave() {
      trying?.abort();
      clearTimeout(waiting);
      view = { ...view, state: next(view.state, { type: 'leave' }) };
      closing = Promise.all([closing, end()]).then(() => undefined);
      frames.close();
      await Promise.all([closing, opening]);
    },

    setColumns(mapping) {
      if (peer) rememberColumns(platform, peer.id, mapping);
      connection?.columns?.set(mapping);
      show({ columns: connection?.columns?.mapping ?? mapping });
    },
    rows: () => connection?.columns?.rows ?? [],
  };
}

/** Browsers abort of themselves too; that is a link that was lost. */
function deviceFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Failure('device-lost', detail, { cause: error });
}
