import type { MaskedModel, StateQuery } from '../maskedModel.js';
import { filled, type Gap } from './gap.js';
import type { ReplaceContext } from './replaceContext.js';
import { scoreSpans } from './spanScore.js';

/** What is known of a candidate in place of a word. */
export const SIGNALS = [
  /** Log-probability of its tokens in place of the word, word-l2r (spanScore.ts). */
  'plain',
  /** The same behind the text as it was: "original [SEP] masked" (Qiang et al. 2020, BERT-LS). */
  'pair',
  /** How many tokens it has: a chain of several is less likely than a word that is one, and no worse for it. */
  'tokens',
  /** Cosine of its states and the word's, each in the text, mean of the layers 0 to N (cf. Zhou et al. 2019). */
  'word',
  /** The same of the rest of the text, beside the candidate and beside the word. */
  'rest',
] as const;
export type Signal = (typeof SIGNALS)[number];
export type Signals = Readonly<Record<Signal, number>>;
export type SignalWeights = Signals;

/** Chosen with `cloze eval swords FILE --tune` on the whole of SWORDS dev, for `cloze-bert-en`, and rounded. */
export const REPLACE_WEIGHTS: SignalWeights = { plain: 1, pair: 0.5, tokens: 4, word: 40, rest: 0 };

/** Sum of the signals by their weights; one of weight 0 may be unknown (NaN). */
export function blend(signals: Signals, weights: SignalWeights): number {
  return SIGNALS.reduce((sum, name) => (weights[name] === 0 ? sum : sum + weights[name] * signals[name]), 0);
}

/**
 * @param candidates at least one token each
 * @param wanted what is not wanted costs nothing, and may be NaN
 */
export async function signalsOf(
  model: MaskedModel,
  { word, plain, near, pair }: ReplaceContext,
  candidates: readonly (readonly number[])[],
  wanted: ReadonlySet<Signal>,
): Promise<Signals[]> {
  const scores = async (name: Signal, gap: Gap) =>
    wanted.has(name) ? (await scoreSpans(model, gap, candidates)).map(sum) : undefined;
  const likely = await scores('plain', plain);
  const likelyBehind = await scores('pair', pair);
  const alike =
    wanted.has('word') || wanted.has('rest') ? await similarities(model, near, word, candidates) : undefined;
  return candidates.map(
    (tokens, i): Signals => ({
      plain: likely?.[i] ?? Number.NaN,
      pair: likelyBehind?.[i] ?? Number.NaN,
      tokens: tokens.length,
      word: alike?.[i]?.word ?? Number.NaN,
      rest: alike?.[i]?.rest ?? Number.NaN,
    }),
  );
}

async function similarities(
  model: MaskedModel,
  gap: Gap,
  word: readonly number[],
  candidates: readonly (readonly number[])[],
): Promise<{ word: number; rest: number }[]> {
  const [original = [], ...changed] = await model.pool([word, ...candidates].map((tokens) => stateQuery(gap, tokens)));
  return changed.map((layers) => {
    const alike = (row: number) => mean(layers.map((vectors, layer) => cosine(vectors[row], original[layer]?.[row])));
    return { word: alike(0), rest: alike(1) };
  });
}

/** Means over the tokens in the gap, and over all others. */
function stateQuery(gap: Gap, tokens: readonly number[]): StateQuery {
  const sequence = filled(gap, tokens);
  const start = gap.before.ids.length;
  const inside = Float32Array.from(sequence.ids, (_, i) => (i >= start && i < start + tokens.length ? 1 : 0));
  const others = sequence.ids.length - tokens.length;
  return {
    ...sequence,
    weights: [inside.map((value) => value / tokens.length), inside.map((value) => (1 - value) / others)],
  };
}

/** 0 where either is missing or has no length. */
function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((total, value, i) => total + value * (y[i] as number), 0);
  return dot(a, b) / Math.max(Math.sqrt(dot(a, a) * dot(b, b)), 1e-12);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
