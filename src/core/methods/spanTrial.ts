import type { MaskedModel } from '../maskedModel.js';
import { type Strategy, solve } from './joint.js';
import type { View } from './maskedText.js';
import { bestChoices, type Puzzle, type Rules } from './puzzle.js';
import { refine } from './refine.js';
import { GREEDY, jointStrategy, refinementRounds } from './strategies.js';

export const SPAN_METHODS = ['independent', 'greedy', 'joint'] as const;
export type SpanMethod = (typeof SPAN_METHODS)[number];

/** Tokens without special ones, some of which are to be masked. */
export interface HiddenSpan {
  readonly ids: Int32Array;
  /** In `ids`, ascending. */
  readonly places: readonly number[];
}

/** What a method makes of a hidden span. */
export interface SpanAnswer {
  readonly tokens: readonly number[];
  /** Natural log-probability of the true tokens. */
  readonly truth: number;
  /** That the method took to find its tokens. */
  readonly milliseconds: number;
}

export type SpanAnswers = Readonly<Record<SpanMethod, SpanAnswer>>;

export interface JointOptions {
  readonly strategy: Strategy;
  readonly rounds: number;
}

/**
 * Fills a hidden span by each method, and tells how probable the true tokens are for it: by the sum of the marginals, by
 * the chain rule from left to right, or by the joint probability of `solve`, over all orders.
 */
export async function trySpan(
  model: MaskedModel,
  span: HiddenSpan,
  {
    strategy = jointStrategy(span.places.length),
    rounds = refinementRounds(span.places.length),
  }: Partial<JointOptions> = {},
): Promise<SpanAnswers> {
  const view = await viewOf(model, span);
  const truth = span.places.map((place) => span.ids[place] as number);
  const any: Puzzle = { views: [view], rules: { only: () => undefined, fits: (_, token) => isText(token) } };
  const isText = (token: number) => model.vocabulary.piece(token)?.role !== 'special';
  const known: Puzzle = { views: [view], rules: { only: (mask) => [truth[mask] as number], fits: () => true } };
  const probability = async ({ order }: Strategy) => {
    const [solution] = await solve(model, known, { order, branch: 1, beam: Number.POSITIVE_INFINITY });
    return solution?.logprob as number;
  };
  const best = async (strategy: Strategy) => (await solve(model, any, strategy))[0]?.tokens ?? [];
  const [independent, marginals] = await timed(() => fillAlone(model, view, any.rules, truth));
  const [greedy, greedyTime] = await timed(() => best(GREEDY));
  const [joint, jointTime] = await timed(async () => {
    const tokens = await best(strategy);
    return rounds > 0 ? (await refine(model, any, tokens, { rounds, top: 1 })).tokens : tokens;
  });
  return {
    independent: { ...independent, milliseconds: marginals },
    greedy: { tokens: greedy, truth: await probability(GREEDY), milliseconds: greedyTime },
    joint: { tokens: joint, truth: await probability(strategy), milliseconds: jointTime },
  };
}

/**
 * Fills hidden spans one after the other, so that the time of each is its own.
 * @returns undefined for a span with a true token that stands for no text
 */
export async function trySpans(model: MaskedModel, spans: readonly HiddenSpan[]): Promise<(SpanAnswers | undefined)[]> {
  const answers: (SpanAnswers | undefined)[] = [];
  for (const span of spans) {
    const isText = span.places.every((place) => model.vocabulary.piece(span.ids[place] ?? -1)?.role !== 'special');
    answers.push(isText ? await trySpan(model, span) : undefined);
  }
  return answers;
}

/** Between the model's special tokens, as segment 0. */
async function viewOf(model: MaskedModel, { ids, places }: HiddenSpan): Promise<View> {
  const frame = await model.encode(model.mask.text);
  const head = frame.sequences.indexOf(0);
  const all = Int32Array.of(
    ...frame.ids.subarray(0, head),
    ...ids,
    ...frame.ids.subarray(frame.sequences.lastIndexOf(0) + 1),
  );
  for (const place of places) all[head + place] = model.mask.id;
  return {
    ids: all,
    types: new Int32Array(all.length),
    asked: [...places.keys()],
    places: new Map(places.map((place, mask) => [mask, head + place])),
  };
}

/** The likeliest token of each mask while all are masks. */
async function fillAlone(
  model: MaskedModel,
  view: View,
  rules: Rules,
  truth: readonly number[],
): Promise<Omit<SpanAnswer, 'milliseconds'>> {
  const query = { ...view, places: [...view.places.values()], top: 8, targets: truth.map((token) => [token]) };
  const [rows = []] = await model.predict([query]);
  return {
    tokens: rows.map((row, mask) => bestChoices(rules, mask, row, [], 1)[0]?.[0] as number),
    truth: rows.reduce((sum, { targetLogprobs }) => sum + (targetLogprobs[0] as number), 0),
  };
}

async function timed<T>(task: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  return [await task(), performance.now() - started];
}
