import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { sentences as sentencesOf } from '../sentences/index.js';
import { excerptAround } from '../windows.js';
import { gapIn, tokensInPlace } from './gap.js';
import { ordinaryOf } from './ordinary.js';
import { scoreTexts } from './score.js';
import { totalsOf } from './scoreTotals.js';
import { scoreSpans } from './spanScore.js';

/** A place of a text, and what could stand there: words or several words. */
export interface RankRequest {
  readonly text: string;
  readonly span: Span;
  readonly alternatives: readonly string[];
}

/** Log-probabilities are natural. */
export interface Ranked {
  readonly text: string;
  /** How it stands in its place; missing when the tokenizer joins it with what is around it, or knows no piece of it. */
  readonly inPlace?: {
    readonly tokens: number;
    /** Of all its tokens, as if they were one word (spanScore.ts). */
    readonly logprob: number;
    /** `logprob` and that of its number of tokens, less those of the best alternative: 0 or below. */
    readonly difference: number;
    /** exp(difference) as a share of those of all alternatives, [0, 1]. */
    readonly share: number;
  };
  /** Pseudo-log-likelihood (word-l2r) of the sentence with it. */
  readonly sentence: number;
}

/** Characters a token of the window that are looked at on either side: far more than it can see. */
const REACH_PER_TOKEN = 16;

/**
 * Ranks alternatives in their place, best first: by their log-probability there, and that of such words having so many
 * tokens (ordinary.ts). Those that cannot be compared so come last, by their sentences.
 * @throws ClozeError `bad-request` without alternatives, when the span is no range of the text, or when one of them is
 * too long for the model's window
 */
export async function rank(model: MaskedModel, { text, span, alternatives }: RankRequest): Promise<Ranked[]> {
  const different = [...new Set(alternatives)];
  if (different.length === 0) throw new ClozeError('bad-request', 'There is nothing to rank.');
  if (!(span.start >= 0 && span.end >= span.start && span.end <= text.length)) {
    throw new ClozeError('bad-request', `There is no range ${span.start} to ${span.end} in the text.`);
  }
  const place = excerpt(text, span, REACH_PER_TOKEN * model.maxTokens);
  const inPlace = await scoreInPlace(model, place, different);
  const sentences = await scoreSentences(model, place, different);

  const { phrasePrior } = await ordinaryOf(model);
  const weights = inPlace.map((own, i) =>
    own ? own.logprob + phrasePrior(different[i] as string, own.tokens) : Number.NEGATIVE_INFINITY,
  );
  const best = Math.max(...weights);
  const total = weights.reduce((sum, weight) => sum + Math.exp(weight - best), 0);
  const ranked = different.map((alternative, i): Ranked => {
    const difference = (weights[i] as number) - best;
    const own = inPlace[i] && { ...inPlace[i], difference, share: Math.exp(difference) / total };
    return { text: alternative, ...(own && { inPlace: own }), sentence: sentences[i] as number };
  });
  const order = (it: Ranked) => it.inPlace?.difference ?? Number.NEGATIVE_INFINITY;
  return ranked.sort((a, b) => order(b) - order(a) || b.sentence - a.sentence);
}

/** A place of a text. */
interface Place {
  readonly text: string;
  readonly span: Span;
}

function excerpt(text: string, { start, end }: Span, reach: number): Place {
  const from = excerptAround(text, start, reach).start;
  return {
    text: text.slice(from, excerptAround(text, end, reach).end),
    span: { start: start - from, end: end - from },
  };
}

async function scoreInPlace(
  model: MaskedModel,
  { text, span }: Place,
  alternatives: readonly string[],
): Promise<({ tokens: number; logprob: number } | undefined)[]> {
  const tokens: (number[] | undefined)[] = [];
  for (const alternative of alternatives) tokens.push(await tokensInPlace(model, text, span, alternative));
  const known = tokens.filter((own) => own !== undefined);
  const room = Math.max(0, ...known.map(({ length }) => length));
  if (room > model.maxTokens / 2) {
    throw new ClozeError(
      'bad-request',
      `An alternative has ${room} tokens; the model's window of ${model.maxTokens} leaves room for half as many.`,
    );
  }
  const scores = known.length > 0 ? await scoreSpans(model, await gapIn(model, text, span, { room }), known) : [];
  const scored = scores.map((logprobs) => ({
    tokens: logprobs.length,
    logprob: logprobs.reduce((sum, logprob) => sum + logprob, 0),
  }));
  return tokens.map((own) => own && scored[known.indexOf(own)]);
}

/** Of the sentence in which the place is, or of those that it touches, the words scored with what is around them. */
async function scoreSentences(
  model: MaskedModel,
  { text, span }: Place,
  alternatives: readonly string[],
): Promise<number[]> {
  const touched = sentencesOf(text).filter(({ start, end }) => start <= span.end && end >= span.start);
  const start = Math.min(span.start, ...touched.map((sentence) => sentence.start));
  const end = Math.max(span.end, ...touched.map((sentence) => sentence.end));
  const texts = alternatives.map((alternative) => ({
    text: text.slice(0, span.start) + alternative + text.slice(span.end),
    within: { start, end: end + alternative.length - (span.end - span.start) },
  }));
  const scored = await scoreTexts(model, texts);
  return scored.map((sentences) => totalsOf(sentences.flatMap(({ words }) => words)).logprob);
}
