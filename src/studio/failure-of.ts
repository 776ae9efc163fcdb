import { Failure } from '#core/failure';

/** What a station shows for anything that a job or adapter threw. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('engine-crashed', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
