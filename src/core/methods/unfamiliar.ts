import type { Encoding, Reader } from '../maskedModel.js';
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

/** How much of a text a tokenizer knows. */
export interface Familiarity {
  readonly tokens: number;
  /** How many of them stand for what it does not know. */
  readonly unknown: number;
  /** Some of these as they are written, each once. */
  readonly examples: readonly string[];
  readonly unfamiliar?: Unfamiliar;
}

const EXAMPLES = 5;
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
  model: Reader,
  { text, encoding, places }: MaskedText,
  mask: number,
): Promise<Unfamiliar | undefined> {
  const place = places[mask] as number;
  return judged(model, tokensOf(model, text, encoding, place - REACH, place + REACH));
}

/** What of a whole text, masks aside, the model's tokenizer is not made for. */
export async function familiarity(model: Reader, text: string): Promise<Familiarity> {
  const encoding = await model.encode(text);
  const tokens = tokensOf(model, text, encoding, 0, encoding.ids.length);
  const unknown = tokens.filter(({ isKnown }) => !isKnown);
  const notice = await judged(model, tokens);
  return {
    tokens: tokens.length,
    unknown: unknown.length,
    examples: [...new Set(unknown.map(({ written }) => written))].slice(0, EXAMPLES),
    ...(notice && { unfamiliar: notice }),
  };
}

/** Most pieces are such letters; the questions about others take longer. */
const PLAIN = /^[A-Za-z]+$/;

interface Token {
  readonly written: string;
  readonly isKnown: boolean;
}

/** The text's own tokens; special tokens that somebody wrote, masks among them, are left out. */
function tokensOf({ vocabulary }: Reader, text: string, encoding: Encoding, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  for (let token = Math.max(0, from); token < Math.min(encoding.ids.length, to); token++) {
    if (encoding.sequences[token] === undefined) continue;
    const [start, end] = encoding.spans[token] as readonly [number, number];
    const written = text.slice(start, end).trim();
    const piece = vocabulary.piece(encoding.ids[token] as number);
    const isKnown = piece?.role !== 'special';
    if (isKnown || written !== piece.text) tokens.push({ written, isKnown });
  }
  return tokens;
}

async function judged(model: Reader, all: readonly Token[]): Promise<Unfamiliar | undefined> {
  let tokens = 0;
  let unknown = 0;
  let pieces = 0;
  let letters = 0;
  for (const { written, isKnown } of all) {
    const isPlain = PLAIN.test(written);
    const count = isPlain ? written.length : (written.match(/\p{L}/gu)?.length ?? 0);
    if (count === 0) continue;
    tokens += 1;
    if (!isKnown) unknown += 1;
    else if (isPlain || !isUnspaced(written)) {
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
