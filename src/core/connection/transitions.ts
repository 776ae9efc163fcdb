import { Failure, type FailureCode } from '../failure';
import { retryAtMs } from './back-off';
import type { ConnectionInput, ConnectionState } from './connection-state';

/** What trying again does not mend. */
const HOPELESS: readonly FailureCode[] = [
  'permission-denied',
  'device-protocol',
  'radio-missing',
  'sensors-missing',
];

type Of<Type extends ConnectionInput['type']> = Extract<ConnectionInput, { type: Type }>;
type Row<Phase extends ConnectionState['phase']> = {
  readonly [Type in Exclude<ConnectionInput['type'], 'leave'>]?: (
    input: Of<Type>,
    state: Extract<ConnectionState, { phase: Phase }>,
  ) => ConnectionState;
};

const IDLE: ConnectionState = { phase: 'idle' };
const CHOOSING: ConnectionState = { phase: 'choosing' };
const CONNECTING: ConnectionState = { phase: 'connecting' };
const STREAMING: ConnectionState = { phase: 'streaming' };

const choose = () => CHOOSING;
const connect = () => CONNECTING;
const stream = () => STREAMING;
const fail = ({ reason }: Of<'refused'>): ConnectionState => ({ phase: 'failed', reason });
const lose = ({ reason, nowMs }: Of<'dropped'>) => waitToRetry(reason, 1, nowMs, nowMs);

/** Tried at once, and patiently again: until now there was nothing to connect to. */
const welcome = (
  { nowMs }: Of<'returned'>,
  { reason }: Pick<Extract<ConnectionState, { phase: 'failed' }>, 'reason'>,
): ConnectionState => ({ phase: 'reconnecting', reason, lostAtMs: nowMs, attempt: 1 });

const TABLE: { readonly [Phase in ConnectionState['phase']]: Row<Phase> } = {
  // A device that was granted before needs no choosing.
  idle: { choose, chosen: connect },
  choosing: { chosen: connect, refused: fail },
  connecting: { opened: stream, refused: fail },
  streaming: {
    silent: ({ sinceMs }) => ({ phase: 'stalled', sinceMs }),
    dropped: lose,
  },
  stalled: { frames: stream, dropped: lose },
  lost: {
    retry: (_, { reason, lostAtMs, attempt }) => ({
      phase: 'reconnecting',
      reason,
      lostAtMs,
      attempt,
    }),
    returned: welcome,
  },
  reconnecting: {
    opened: stream,
    returned: welcome,
    refused: ({ reason, nowMs }, { attempt, lostAtMs }) =>
      waitToRetry(reason, attempt + 1, lostAtMs, nowMs),
  },
  failed: { choose, chosen: connect, returned: welcome },
};

/** The state that follows; the same object where the input means nothing in this state. */
export function next(state: ConnectionState, input: ConnectionInput): ConnectionState {
  if (input.type === 'leave') return IDLE;
  const row = TABLE[state.phase] as Record<
    string,
    ((input: ConnectionInput, state: ConnectionState) => ConnectionState) | undefined
  >;
  return row[input.type]?.(input, state) ?? state;
}

function waitToRetry(
  reason: Failure,
  attempt: number,
  lostAtMs: number,
  nowMs: number,
): ConnectionState {
  if (HOPELESS.includes(reason.code)) return { phase: 'failed', reason };
  const at = retryAtMs(attempt, lostAtMs, nowMs);
  if (at !== undefined) return { phase: 'lost', reason, lostAtMs, attempt, retryAtMs: at };
  const detail = `given up after ${attempt - 1} attempts; the last one: ${reason.message}`;
  return { phase: 'failed', reason: new Failure('device-unreachable', detail, { cause: reason }) };
}
