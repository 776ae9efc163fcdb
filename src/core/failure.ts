/**
 * What can go wrong for reasons outside the program. Each code has one sentence of advice in the
 * interface's resource files (`errors.json`); cancelling is no failure and throws `AbortError`.
 */
export type FailureCode =
  | 'radio-missing'
  | 'radio-off'
  | 'permission-denied'
  | 'nothing-chosen'
  | 'device-lost'
  | 'device-silent'
  | 'device-protocol'
  | 'device-unreachable'
  | 'sensors-missing'
  | 'camera-unavailable'
  | 'project-in-use'
  | 'channels-missing'
  | 'port-busy'
  | 'storage-full'
  | 'storage-unavailable'
  | 'file-unreadable'
  | 'file-truncated'
  | 'file-invalid'
  | 'file-too-new'
  | 'csv-no-numbers'
  | 'csv-columns'
  | 'data-too-little'
  | 'data-changed'
  | 'training-diverged'
  | 'backend-missing'
  | 'engine-crashed'
  | 'model-unsupported'
  | 'start-missing'
  | 'start-unsuited';

/** An expected failure. `message` is the technical detail that a person can copy. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;

  constructor(code: FailureCode, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.code = code;
  }
}
