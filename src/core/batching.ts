/** A batch has at most so many padded tokens for each token of its sequences. */
const MOST_PADDING = 1.25;

/**
 * How many of the candidates to run as one batch with the first: those that need little padding beside it, and no more
 * than the budget of padded tokens (longest times count) allows; the first always runs.
 * @param lengths in tokens, in order of preference
 * @returns indices into `lengths`, the first being 0
 */
export function takeBatch(lengths: readonly number[], budget: number): number[] {
  const taken: number[] = [];
  let longest = 0;
  let total = 0;
  lengths.forEach((length, i) => {
    const padded = Math.max(longest, length) * (taken.length + 1);
    if (i > 0 && padded > Math.min(budget, MOST_PADDING * (total + length))) return;
    taken.push(i);
    longest = Math.max(longest, length);
    total += length;
  });
  return taken;
}

/** Learns how fast the device is, to say how many tokens fit in a given time. */
export class Pace {
  #millisecondsPerToken: number | undefined;

  /** @param tokens padded tokens of a finished batch */
  learn(tokens: number, milliseconds: number): void {
    const seen = milliseconds / tokens;
    const before = this.#millisecondsPerToken ?? seen;
    this.#millisecondsPerToken = before + 0.3 * (seen - before);
  }

  /** 0 until something was learned. */
  tokensIn(milliseconds: number): number {
    return this.#millisecondsPerToken === undefined ? 0 : milliseconds / this.#millisecondsPerToken;
  }
}
