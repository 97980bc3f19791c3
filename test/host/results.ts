/** A test that failed, and why. */
export interface Failure {
  readonly title: string;
  readonly error: string;
}

/** What the tests of one extension host gave; `passes` and `notRun` name the tests that passed and that were skipped. */
export interface HostResults {
  readonly passes: readonly string[];
  readonly failures: readonly Failure[];
  readonly notRun: readonly string[];
}

/** The results of several hosts as one. */
export function together(all: readonly HostResults[]): HostResults {
  return {
    passes: all.flatMap((one) => one.passes),
    failures: all.flatMap((one) => one.failures),
    notRun: all.flatMap((one) => one.notRun),
  };
}

/** One failure, in the place of results that could not be had. */
export function crashed(title: string, error: unknown): HostResults {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { passes: [], failures: [{ title, error: text }], notRun: [] };
}
