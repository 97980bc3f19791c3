/** What went wrong, in a form that survives the process boundary and can be told apart in code. */
export type ErrorCode =
  /** The model's files are missing, damaged or contradict one another. */
  | 'bad-checkpoint'
  /** The files are fine, but of a kind that Cloze does not run. */
  | 'unsupported'
  /** The caller asked for something that cannot be: no mask in the text, a token id outside the vocabulary ... */
  | 'bad-request'
  /** The caller gave up. */
  | 'cancelled'
  /** A newer request for the same place took over. */
  | 'superseded'
  /** The engine process ended while the request was in it. */
  | 'engine-crashed'
  /** The engine process did not answer for too long and was ended. */
  | 'engine-hung'
  /** Another engine process took the place of the one that was asked. */
  | 'engine-replaced'
  /** The GPU, or whatever else is not the CPU, failed while it computed. */
  | 'device-failed'
  /** The engine process cannot be started, or not on this device. */
  | 'engine-unavailable'
  /** Anything else: a bug, or a failure inside a library. */
  | 'internal';

/** The one error type of Cloze. `message` is a whole sentence that a person can act on. */
export class ClozeError extends Error {
  override readonly name = 'ClozeError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Anything that was thrown, as a `ClozeError`; what is not one already becomes `internal`. */
export function toClozeError(error: unknown): ClozeError {
  return error instanceof ClozeError ? error : new ClozeError('internal', messageOf(error), { cause: error });
}
