/** Upper ends of the length classes: sequences of one class are padded to at most a third more than they need. */
const BUCKETS = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];

/** The length class of a sequence of `length` tokens. Longer than the last class: its own. */
export function bucketOf(length: number): number {
  return BUCKETS.find((limit) => length <= limit) ?? length;
}

/**
 * How many of the candidates to run as one batch with the first: only those of its length class, and no more than the
 * budget of padded tokens (longest times count) allows; the first always runs.
 * @param lengths in tokens, in order of preference
 * @returns indices into `lengths`, the first being 0
 */
export function takeBatch(lengths: readonly number[], budget: number): number[] {
  const [first] = lengths;
  if (first === undefined) return [];
  const taken = [0];
  let longest = first;
  lengths.forEach((length, i) => {
    const padded = Math.max(longest, length) * (taken.length + 1);
    if (i === 0 || bucketOf(length) !== bucketOf(first) || padded > budget) return;
    taken.push(i);
    longest = Math.max(longest, length);
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
