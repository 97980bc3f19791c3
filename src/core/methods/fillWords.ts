import type { MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { isUnspaced } from '../pieces.js';
import type { Blanks } from './blanks.js';
import type { Candidate, Filled } from './fill.js';
import { gapAt, tokensInPlace } from './gap.js';
import { ordinaryOf } from './ordinary.js';
import { insertion, type Slot } from './slots.js';
import { type FoundWord, searchWords } from './words.js';

const BEAM = 8;
/** Of a word that is partly typed, so many tokens at most are known. */
const MOST_KNOWN = 6;

/**
 * Fills a mask on its own with words of one to `pieces` tokens, by their log-probability given the number of tokens plus
 * that of the number. Where letters stand directly before the mask, the words begin with them, and `pieces` counts the
 * tokens besides those of the letters. The other masks stay masks.
 */
export async function fillWords(
  model: MaskedModel,
  { slots, masked, isBlocked }: Blanks,
  mask: number,
  { pieces, top }: { readonly pieces: number; readonly top: number },
): Promise<Filled> {
  const slot = slots[mask] as Slot;
  const known = await tokensOf(model, slot.prefix);
  const gap = gapAt(model, masked.encoding, masked.places[mask] as number, known.length + pieces);
  const { prior } = await ordinaryOf(model);
  const { words, entropy } = await searchWords(model, gap, slot, known, { top, pieces, beam: BEAM, prior });
  const candidates: Candidate[] = [];
  for (const word of words) {
    if (candidates.length === top) break;
    if (isBlocked(word.text) || !(await isWritten(model, masked.text, masked.spans[mask] as Span, word))) continue;
    const { length } = word.tokens;
    const probability = Math.exp(word.logprob + prior(word.text, length));
    candidates.push({ word: insertion(slot, word.text), pieces: length, logprob: word.logprob, probability });
  }
  return { candidates, entropy };
}

/** The tokens of letters that a word begins with; none when the tokenizer does not know them. */
async function tokensOf(model: MaskedModel, prefix: string): Promise<number[]> {
  if (prefix === '') return [];
  const { ids, sequences } = await model.encode(prefix);
  const own = [...ids].filter((_, token) => sequences[token] !== undefined);
  const pieces = own.map((id) => model.vocabulary.piece(id));
  const spelled = pieces.map((piece) => (piece && piece.role !== 'special' ? piece.text : ' ')).join('');
  return spelled === prefix && own.length <= MOST_KNOWN ? own : [];
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/** Whether a word is one, and the tokenizer splits it into the tokens that were found. */
async function isWritten(
  model: MaskedModel,
  text: string,
  span: Span,
  { text: word, tokens }: FoundWord,
): Promise<boolean> {
  if (tokens.length === 1) return true;
  if (isUnspaced(word) && [...SEGMENTER.segment(word)].length > 1) return false;
  const written = await tokensInPlace(model, text, span, word);
  return written?.join() === tokens.join();
}
