import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Mask, Span } from '../masks.js';
import type { Blanks } from './blanks.js';
import type { Filled } from './fill.js';
import { gapAt, tokensInPlace } from './gap.js';
import { ordinaryOf } from './ordinary.js';
import type { Slot } from './slots.js';
import { scoreSpans } from './spanScore.js';

/** A given candidate and what the model thinks of it. */
export interface ScoredChoice {
  readonly text: string;
  readonly pieces: number;
  /** Natural, given the number of tokens (spanScore.ts). */
  readonly logprob: number;
  /** Natural, of the candidate with its number of tokens (ordinary.ts); -Infinity when the tokenizer does not know it. */
  readonly absolute: number;
}

/**
 * Scores the given candidates of a mask whole, the other masks staying masks; in the order in which they are given.
 * @throws ClozeError `bad-request` when one is too long for the model's window
 */
export async function scoreChoices(
  model: MaskedModel,
  { text, masks, slots, masked }: Blanks,
  mask: number,
): Promise<ScoredChoice[]> {
  const slot = slots[mask] as Slot;
  const { start, end, candidates = [] } = masks[mask] as Mask;
  const whole = candidates.map((candidate) => text.slice(slot.start, start) + candidate + text.slice(end, slot.end));
  const tokens: (readonly number[])[] = [];
  for (const written of whole) {
    tokens.push((await tokensInPlace(model, masked.text, masked.spans[mask] as Span, written)) ?? []);
  }
  const room = Math.max(1, ...tokens.map(({ length }) => length));
  if (room > model.maxTokens / 2) {
    const longest = candidates[tokens.findIndex(({ length }) => length === room)] as string;
    throw new ClozeError('bad-request', `"${longest.slice(0, 40)} ..." is too long for the model's window.`);
  }
  const known = tokens.filter(({ length }) => length > 0);
  const scores = await scoreSpans(model, gapAt(model, masked.encoding, masked.places[mask] as number, room), known);
  const { phrasePrior } = await ordinaryOf(model);
  return candidates.map((candidate, i): ScoredChoice => {
    const own = tokens[i] as readonly number[];
    const logprob = scores[known.indexOf(own)]?.reduce((sum, it) => sum + it, 0) ?? Number.NEGATIVE_INFINITY;
    const absolute = own.length > 0 ? logprob + phrasePrior(whole[i] as string, own.length) : logprob;
    return { text: candidate, pieces: own.length, logprob, absolute };
  });
}

/** The given candidates of a mask, the best first, with the share that each has among them. */
export async function fillChoice(model: MaskedModel, blanks: Blanks, mask: number): Promise<Filled> {
  const choices = await scoreChoices(model, blanks, mask);
  const best = Math.max(...choices.map(({ absolute }) => absolute));
  const weights = choices.map(({ absolute }) => (absolute === best ? 1 : Math.exp(absolute - best)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (best === Number.NEGATIVE_INFINITY ? 0 : weight / total));
  const candidates = choices.map(({ text: word, pieces, logprob, absolute }, i) => {
    return { word, pieces, logprob, probability: Math.exp(absolute), share: shares[i] as number };
  });
  return {
    candidates: candidates.sort((a, b) => b.share - a.share),
    entropy: shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0),
  };
}
