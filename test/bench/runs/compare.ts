import { median, quantile, type Spread, spread } from '../measure.js';

/** How Cloze did against the peer, in milliseconds. */
export interface Comparison {
  /** Cloze in the caller's process, and in a process of its own. */
  readonly ours: Spread;
  readonly forked: Spread;
  readonly peer: Spread;
  /** How many times as fast as the peer, by the medians; the spread is that of the rounds. */
  readonly ratio: Spread;
  readonly forkedRatio: Spread;
}

/** @param times milliseconds of each round, the rounds side by side */
export function compare(times: {
  ours: readonly number[];
  forked: readonly number[];
  peer: readonly number[];
}): Comparison {
  const { ours, forked, peer } = times;
  return {
    ours: spread(ours),
    forked: spread(forked),
    peer: spread(peer),
    ratio: ratio(peer, ours),
    forkedRatio: ratio(peer, forked),
  };
}

function ratio(above: readonly number[], below: readonly number[]): Spread {
  const rounds = above.map((value, i) => value / (below[i] as number));
  return { median: median(above) / median(below), low: quantile(rounds, 0.25), high: quantile(rounds, 0.75) };
}
