/** What a self-test found, as protocol/engine.ts has it; kept apart so that this file imports nothing. */
export interface TestResult {
  readonly topIds: ArrayLike<number>;
  readonly topLogprobs: ArrayLike<number>;
  readonly vectors: readonly ArrayLike<number>[];
}

/** How far two ways of running one model give the same. */
export interface Agreement {
  /** Share of the masked places with the same likeliest token; 1 when there are none. */
  readonly top1: number;
  /** Largest difference of the log-probability of the likeliest token, in nats. */
  readonly logprob: number;
  /** Smallest cosine between the two vectors of a sentence. */
  readonly cosine: number;
}

/** Results that differ in length, or hold values that are no numbers, agree in nothing. */
export function agreement(a: TestResult, b: TestResult): Agreement {
  const nothing = { top1: 0, logprob: Number.POSITIVE_INFINITY, cosine: -1 };
  if (a.topIds.length !== b.topIds.length || a.vectors.length !== b.vectors.length) return nothing;
  let same = 0;
  let logprob = 0;
  for (let i = 0; i < a.topIds.length; i++) {
    if (a.topIds[i] === b.topIds[i]) same += 1;
    logprob = Math.max(logprob, Math.abs((a.topLogprobs[i] as number) - (b.topLogprobs[i] as number)));
  }
  const cosines = a.vectors.map((vector, i) => cosine(vector, b.vectors[i] as ArrayLike<number>));
  const smallest = Math.min(1, ...cosines);
  if (Number.isNaN(logprob) || Number.isNaN(smallest)) return nothing;
  return { top1: a.topIds.length === 0 ? 1 : same / a.topIds.length, logprob, cosine: smallest };
}

/** Whether that is as good as the same: what rounding may do to fp32 on another device, and no more. */
export function isSame({ top1, logprob, cosine }: Agreement): boolean {
  return top1 >= 0.98 && logprob <= 0.01 && cosine >= 0.9999;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? Number.NaN, b[i] ?? Number.NaN];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}
