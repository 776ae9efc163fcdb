import { Failure, type FailureCode } from '#core/failure';

/** What the browser's radio and cable errors mean, by the name of their `DOMException`. */
const CODES: Readonly<Record<string, FailureCode>> = {
  SecurityError: 'permission-denied',
  NotAllowedError: 'permission-denied',
  NotSupportedError: 'device-protocol',
};
/** The person closed the chooser, or nothing suitable was near. */
const CHOOSING = { ...CODES, NotFoundError: 'nothing-chosen' } as const;
/** It lacks the service or characteristic that was asked for. */
const CHOSEN = { ...CODES, NotFoundError: 'device-protocol' } as const;

/**
 * The failure that a browser's error stands for, before or after a device was chosen; `otherwise`
 * for one whose name tells nothing. Failures and aborts pass through. `doing` is put before the
 * browser's own words.
 */
export function browserFailure(
  error: unknown,
  stage: 'choosing' | 'chosen',
  otherwise: FailureCode,
  doing?: string,
): unknown {
  if (error instanceof Failure) return error;
  const prefix = doing === undefined ? '' : `${doing}: `;
  if (!(error instanceof Error)) return new Failure(otherwise, prefix + error, { cause: error });
  if (error.name === 'AbortError') return error;
  const detail = prefix + error.message;
  // The one place where Chromium tells a radio that is off from a chooser that was closed.
  if (/adapter|bluetooth.*(off|disabled|not available)/i.test(error.message)) {
    return new Failure('radio-off', detail, { cause: error });
  }
  const codes: Readonly<Record<string, FailureCode>> = stage === 'choosing' ? CHOOSING : CHOSEN;
  return new Failure(codes[error.name] ?? otherwise, detail, { cause: error });
}
