import { ClozeError } from '../core/errors.js';
import type { Encoding, SpecialToken, TokenQuery, TokenRow } from '../core/maskedModel.js';
import { replaceSpans, type Span } from '../core/masks.js';
import { isWord, lettersAt, rolesAfter } from '../core/pieces.js';
import { type Window, windowsAround } from '../core/windows.js';
import type { Candidate, FilledMask, FillParams } from '../protocol/engine.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { Ask } from './maskedModel.js';

/**
 * Fills each mask of a text on its own, the others staying masks.
 * A text that is longer than the model's window is cut around each mask, exactly to the token.
 * @throws ClozeError `bad-request` when a span is no range of the text
 */
export async function fill(
  { text, masks, top, wanted = [...masks.keys()] }: FillParams,
  model: { tokenizer: Tokenizer; mask: SpecialToken; maxTokens: number; vocabularySize: number },
  ask: Ask,
): Promise<FilledMask[]> {
  checkMasks(text, masks);
  const spans = wanted.map((i) => masks[i] ?? fail(`There is no mask number ${i}.`));
  const { tokenizer, mask, vocabularySize } = model;
  const replaced = replaceSpans(text, masks, mask.text);
  const encoding = await tokenizer.encode(replaced.text);
  const places = placesOf(encoding, replaced.spans, mask.id);
  const wantedPlaces = wanted.map((i) => places[i] as number);
  const { sequenceOf, windows } = cut(encoding, wantedPlaces, model.maxTokens);

  const search = async (k: number): Promise<FilledMask[]> => {
    const queries = windows.map((window): TokenQuery => ({ top: k, ...sequenceOf(window) }));
    const rows = (await ask(queries)).flat();
    return spans.map((span, i) => ({
      ...span,
      candidates: wholeWords(rows[i] as TokenRow, tokenizer, text, span, top),
      entropy: (rows[i] as TokenRow).entropy,
    }));
  };

  // Pieces that are no words take places among the best: look further down only when too few words were found.
  let k = Math.min(vocabularySize, 4 * top + 32);
  let filled = await search(k);
  while (k < vocabularySize && filled.some(({ candidates }) => candidates.length < top)) {
    k = Math.min(vocabularySize, 8 * k);
    filled = await search(k);
  }
  return filled;
}

function checkMasks(text: string, masks: readonly Span[]): void {
  let end = 0;
  for (const mask of masks) {
    if (!(mask.start >= end && mask.end > mask.start && mask.end <= text.length)) {
      fail(`There is no mask at ${mask.start} to ${mask.end} of the text.`);
    }
    end = mask.end;
  }
}

function fail(message: string): never {
  throw new ClozeError('bad-request', message);
}

/** Which token each mask is; masks and tokens both stand in the order of the text. */
function placesOf({ ids, spans }: Encoding, masks: readonly Span[], maskId: number): number[] {
  let token = 0;
  return masks.map((mask) => {
    const isIt = ([start, end]: readonly [number, number]) => start < mask.end && end > mask.start;
    while (token < ids.length && !(ids[token] === maskId && isIt(spans[token] as [number, number]))) token += 1;
    if (token === ids.length) throw new ClozeError('bad-checkpoint', 'The tokenizer loses a mask of the text.');
    token += 1;
    return token - 1;
  });
}

/** Windows over the tokens between the special ones at both ends, and the sequence with these put back. */
function cut({ ids, types, sequences }: Encoding, places: readonly number[], maxTokens: number) {
  const head = sequences.findIndex((sequence) => sequence !== undefined);
  const tail = sequences.findLastIndex((sequence) => sequence !== undefined) + 1;
  const specials = ids.length - (tail - head);
  const windows = windowsAround(
    places.map((place) => place - head),
    tail - head,
    maxTokens - specials,
  );
  const join = (array: Int32Array, { start, end }: Window) =>
    Int32Array.of(...array.subarray(0, head), ...array.subarray(head + start, head + end), ...array.subarray(tail));
  const sequenceOf = (window: Window) => ({
    ids: join(ids, window),
    types: join(types, window),
    places: window.places.map((place) => place - window.start + head),
  });
  return { windows, sequenceOf };
}

/**
 * The best tokens that are words, not punctuation, and can stand at a mask. Where letters follow it directly, only
 * those that make a word of the vocabulary with them.
 */
function wholeWords(row: TokenRow, tokenizer: Tokenizer, text: string, mask: Span, top: number): Candidate[] {
  const roles = rolesAfter(text.slice(Math.max(0, mask.start - 2), mask.start));
  const behind = lettersAt(text, mask.end);
  const words = new Map<string, number>();
  for (const [i, id] of row.ids.entries()) {
    const piece = tokenizer.vocabulary.piece(id);
    if (!piece || !roles.includes(piece.role) || !isWord(piece.text) || words.has(piece.text)) continue;
    if (behind !== '' && !tokenizer.vocabulary.find(piece.text + behind, piece.role)) continue;
    words.set(piece.text, Math.exp(row.logprobs[i] as number));
    if (words.size === top) break;
  }
  return Array.from(words, ([word, probability]) => ({ word, probability }));
}
