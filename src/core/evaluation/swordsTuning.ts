import { blend, SIGNALS, type Signal, type SignalWeights } from '../methods/replaceSignals.js';
import { bootstrapDifference, type Estimate } from './bootstrap.js';
import { type JudgedTarget, rankingPrecision } from './swordsRanking.js';

/** About as much as each signal must weigh for a difference that is usual in it to count as much as one in `plain`. */
const FIRST_STEPS: Readonly<Partial<Record<Signal, number>>> = { pair: 1, tokens: 1, word: 10, rest: 10 };
/** How often the steps are halved. */
const HALVINGS = 3;
/** Less is no gain: the precision on a benchmark is not known to a fraction of a percent. */
const LEAST_GAIN = 5e-4;

/** Where the ascent begins: it ends at the next top, and the best of these is taken. */
const STARTS: readonly SignalWeights[] = [
  { plain: 1, pair: 0, tokens: 0, word: 0, rest: 0 },
  { plain: 1, pair: 0, tokens: 4, word: 40, rest: 0 },
];

/**
 * Weights by which the mean generalised average precision is the best, by coordinate ascent: each weight in turn goes a
 * step up or down while that helps; when no weight does, the steps are halved. `plain` weighs 1, and none below 0.
 */
export function tuneWeights(targets: readonly JudgedTarget[]): SignalWeights {
  const tops = STARTS.map((start) => ascend(start, (weights) => meanPrecision(targets, weights)));
  return tops.reduce((best, top) => (top.quality > best.quality + LEAST_GAIN ? top : best)).weights;
}

function ascend(start: SignalWeights, qualityOf: (weights: SignalWeights) => number) {
  let weights = start;
  let quality = qualityOf(weights);
  for (let halving = 0, scale = 1; halving <= HALVINGS; ) {
    const before = quality;
    for (const name of SIGNALS) {
      const step = scale * (FIRST_STEPS[name] ?? 0);
      for (const weight of step > 0 ? [weights[name] + step, Math.max(0, weights[name] - step)] : []) {
        const tried = { ...weights, [name]: weight };
        const reached = qualityOf(tried);
        if (reached > quality + LEAST_GAIN) [weights, quality] = [tried, reached];
      }
    }
    if (quality > before) continue;
    halving += 1;
    scale /= 2;
  }
  return { weights, quality };
}

export interface TuningSummary {
  /** Chosen on all targets. */
  readonly weights: SignalWeights;
  /** Chosen on either half of the contexts, and measured on the other. */
  readonly halves: readonly { readonly weights: SignalWeights; readonly targets: number; readonly precision: number }[];
  /** Of all targets, each by the weights that were chosen without its half: blend less plain. */
  readonly blendMinusPlain: Estimate;
}

export function summariseTuning(targets: readonly JudgedTarget[], seed: number): TuningSummary {
  const counted = targets.filter(({ substitutes }) => substitutes.some(({ weight }) => weight > 0));
  const halves = [0, 1].map((half) => {
    const own = counted.filter(({ contextId }) => halfOf(contextId) === half);
    const weights = tuneWeights(counted.filter(({ contextId }) => halfOf(contextId) !== half));
    return { own, weights };
  });
  const all = halves.flatMap(({ own, weights }) =>
    own.map((target) => ({
      blend: rankingPrecision(target, (signals) => blend(signals, weights)),
      plain: rankingPrecision(target, ({ plain }) => plain),
    })),
  );
  return {
    weights: tuneWeights(counted),
    halves: halves.map(({ own, weights }) => ({
      weights,
      targets: own.length,
      precision: meanPrecision(own, weights),
    })),
    blendMinusPlain: bootstrapDifference(
      all.map((it) => it.blend),
      all.map((it) => it.plain),
      { seed },
    ),
  };
}

/** By the last hexadecimal digit of the context's id, which is a hash. */
export function halfOf(contextId: string): number {
  return Number.parseInt(contextId.slice(-1), 16) % 2;
}

function meanPrecision(targets: readonly JudgedTarget[], weights: SignalWeights): number {
  const values = targets.map((target) => rankingPrecision(target, (signals) => blend(signals, weights)));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
