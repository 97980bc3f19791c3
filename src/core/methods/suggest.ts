import type { MaskedModel } from '../maskedModel.js';
import { type CompletedWord, completeWord, typedWord } from './completeWord.js';
import { type ContinuationRequest, continueAt, nearby } from './continuation.js';
import { fill } from './fill.js';

/** What to put in at a place of a text. */
export interface Suggestion {
  /** With the spaces that it needs. */
  readonly insert: string;
  /** Whether it completes the word that is typed there. */
  readonly completes: boolean;
}

/**
 * What may be written at a place of a text, best first: what completes the word there, when that is likelier than the
 * word as it stands; else words that are missing behind it, when there is enough evidence for that; and when there need
 * be no evidence (`least` of -Infinity), both, and what else the word may become.
 * @throws ClozeError `bad-request` when the offset is outside the text
 */
export async function suggestAt(model: MaskedModel, request: ContinuationRequest): Promise<Suggestion[]> {
  const { least, ...asked } = request;
  const words = await completeWord(model, asked);
  const likelier = words.length > 0 ? await likelierThanTyped(model, request, words) : new Set<string>();
  const completions = words.map(({ word, insert }) => ({ insert, completes: true, isLikelier: likelier.has(word) }));
  const sure = completions.filter(({ isLikelier }) => isLikelier);
  const isAskedFor = least === Number.NEGATIVE_INFINITY;
  const missing = sure.length > 0 && !isAskedFor ? [] : (await continueAt(model, request)).suggestions;
  return [
    ...sure,
    ...missing.map(({ insert }) => ({ insert, completes: false })),
    ...(isAskedFor ? completions.filter(({ isLikelier }) => !isLikelier) : []),
  ]
    .map(({ insert, completes }) => ({ insert, completes }))
    .slice(0, request.top);
}

/** Those of the words that are likelier in the place of the typed one than itself. */
async function likelierThanTyped(
  model: MaskedModel,
  { text, offset }: ContinuationRequest,
  words: readonly CompletedWord[],
): Promise<Set<string>> {
  const { before, behind } = typedWord(text, offset) as { before: string; behind: string };
  const typed = before + behind;
  const span = { start: offset - before.length, end: offset + behind.length };
  const candidates = [typed, ...words.map(({ word }) => word)];
  const { masks } = await fill(nearby(model), { text, masks: [{ ...span, candidates }], top: candidates.length });
  const ranked = masks[0]?.candidates.map(({ word }) => word) ?? [];
  return new Set(ranked.slice(0, ranked.indexOf(typed)));
}
