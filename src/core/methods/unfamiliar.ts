import type { MaskedModel } from '../maskedModel.js';
import { isUnspaced } from '../pieces.js';
import type { MaskedText } from './maskedText.js';
import { ordinaryOf } from './ordinary.js';

/** What tells that a model does not know a text's script, or its language. */
export interface Unfamiliar {
  readonly what: 'script' | 'language';
  /** Share of the tokens with letters that the tokenizer does not know. */
  readonly unknown: number;
  /** Pieces for each letter in scripts with spaces between words, as a multiple of what ordinary text has. */
  readonly pieces: number;
}

/** So many tokens are looked at on either side of a mask. */
const REACH = 256;
/** English has 9.5 % in 1 of 100 excerpts of 120 characters; a text in another script nearly all. */
const MOST_UNKNOWN = 0.2;
/**
 * In multiples of what is ordinary. One in 100 English excerpts of 120 characters has more than 1.5 times as many, and
 * none of 500 characters; with English vocabularies, French and Spanish have 1.6 to 1.8 times, German 1.8 times as many.
 */
const MOST_PIECES = 1.5;
/** In fewer letters a name is enough. */
const FEWEST_LETTERS = 40;

/** Whether the text around a mask is in a script or language that the model's tokenizer is not made for. */
export async function unfamiliar(
  model: MaskedModel,
  { text, encoding, places }: MaskedText,
  mask: number,
): Promise<Unfamiliar | undefined> {
  const place = places[mask] as number;
  let tokens = 0;
  let unknown = 0;
  let pieces = 0;
  let letters = 0;
  for (let token = Math.max(0, place - REACH); token < Math.min(encoding.ids.length, place + REACH); token++) {
    const [start, end] = encoding.spans[token] as readonly [number, number];
    const id = encoding.ids[token] as number;
    const own = encoding.sequences[token] === undefined || id === model.mask.id ? '' : text.slice(start, end);
    const count = [...own.matchAll(/\p{L}/gu)].length;
    if (count === 0) continue;
    tokens += 1;
    if (model.vocabulary.piece(id)?.role === 'special') unknown += 1;
    else if (!isUnspaced(own)) {
      pieces += 1;
      letters += count;
    }
  }
  const { piecesPerLetter } = await ordinaryOf(model);
  const found = { unknown: unknown / Math.max(1, tokens), pieces: pieces / Math.max(1, letters) / piecesPerLetter };
  if (found.unknown > MOST_UNKNOWN) return { what: 'script', ...found };
  if (letters >= FEWEST_LETTERS && found.pieces > MOST_PIECES) return { what: 'language', ...found };
  return undefined;
}
