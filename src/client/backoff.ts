/**
 * Milliseconds to wait before the next start of an engine that crashed `crashes` times in a row.
 * The first restart is immediate; then 0.5, 1, 2 ... up to 30 seconds.
 */
export function backoff(crashes: number): number {
  return crashes <= 1 ? 0 : Math.min(30_000, 500 * 2 ** (crashes - 2));
}
