import type { BlockOptions } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import { lettersAt, lettersBefore } from '../pieces.js';
import { excerptAround } from '../windows.js';
import { nearby } from './continuation.js';
import { fill } from './fill.js';
import { inLetterCase, letterCaseOf } from './letterCase.js';

export interface WordRequest extends BlockOptions {
  readonly text: string;
  /** In a word or behind its first letters, in UTF-16 units. */
  readonly offset: number;
  /** How many words at most. */
  readonly top: number;
}

/** A word that begins with the letters before a place and ends with those behind it. */
export interface CompletedWord {
  readonly word: string;
  /** What is missing of it at the place. */
  readonly insert: string;
  /** Of the probability that all found words have together. */
  readonly share: number;
}

/** A word may take so many tokens besides those of its typed letters. */
const PIECES = 2;
/** Words with less than that share are as often none as not. */
const LEAST_SHARE = 0.01;
/** In UTF-16 units; the model sees fewer tokens. */
const REACH = 1000;

/**
 * What a word that is partly typed may become, by what stands on both sides of it, best first; none where there are no
 * letters before the place, and in scripts without spaces.
 * @throws ClozeError `bad-request` when the offset is outside the text
 */
export async function completeWord(
  model: MaskedModel,
  { text, offset, top, ...block }: WordRequest,
): Promise<CompletedWord[]> {
  const typed = typedWord(text, offset);
  if (!typed) return [];
  const { start, end } = excerptAround(text, offset, REACH);
  const before = text.slice(start, offset);
  const mask = { start: before.length, end: before.length + model.mask.text.length };
  const { masks } = await fill(nearby(model), {
    ...block,
    text: before + model.mask.text + text.slice(offset, end),
    masks: [mask],
    top,
    pieces: PIECES,
  });
  const letterCase = letterCaseOf(typed.before) === 'upper' ? 'upper' : 'mixed';
  const found = masks[0]?.candidates ?? [];
  const total = found.reduce((sum, { probability }) => sum + probability, 0);
  const words = found.map(({ word, probability }): CompletedWord => {
    const insert = inLetterCase(word, letterCase);
    return { word: typed.before + insert + typed.behind, insert, share: probability / total };
  });
  return words.filter(({ share }) => share >= LEAST_SHARE);
}

/**
 * The letters on both sides of a place in a word, at least one of them before it.
 * @throws ClozeError `bad-request` when the offset is outside the text
 */
export function typedWord(
  text: string,
  offset: number,
): { readonly before: string; readonly behind: string } | undefined {
  if (!(Number.isInteger(offset) && offset >= 0 && offset <= text.length)) {
    throw new ClozeError('bad-request', `There is no place ${offset} in the text.`);
  }
  const before = lettersBefore(text, offset);
  return /\p{L}/u.test(before) ? { before, behind: lettersAt(text, offset) } : undefined;
}
