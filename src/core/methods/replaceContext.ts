import { ClozeError } from '../errors.js';
import type { Encoding, MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { excerptAround } from '../windows.js';
import { type Gap, gapIn, tokensInPlace } from './gap.js';

/** The surroundings of a word, as the signals of replaceSignals.ts need them. */
export interface ReplaceContext {
  /** The tokens of the word itself. */
  readonly word: readonly number[];
  /** The text without the word, as much of it as the model sees. */
  readonly plain: Gap;
  /** A shorter part of the text without the word. */
  readonly near: Gap;
  /** The same part as it is, and behind it, as a second text, without the word (Qiang et al. 2020, BERT-LS). */
  readonly pair: Gap;
  /** The most tokens that may take the word's place. */
  readonly room: number;
  /** The tokens of each of the replacements there; undefined for one that has none of its own, or too many. */
  tokensOf(replacements: readonly string[]): Promise<(number[] | undefined)[]>;
}

const ROOM = 12;
/** So much is seen on either side for each token of the window: far more than it holds. In UTF-16 units. */
const REACH_PER_TOKEN = 16;
/** The part of the text that is seen twice, or once for every candidate. */
const NEAR_TOKENS = 32;

/**
 * @param span of a word of the text
 * @throws ClozeError `bad-request` when there is none, or it has too many tokens for the model
 */
export async function replaceContext(model: MaskedModel, text: string, span: Span): Promise<ReplaceContext> {
  if (!(span.start >= 0 && span.end > span.start && span.end <= text.length)) {
    throw new ClozeError('bad-request', `There is no range ${span.start} to ${span.end} in the text.`);
  }
  const room = Math.min(ROOM, Math.floor(model.maxTokens / 4));
  const seen = moved(text, span, {
    start: excerptAround(text, span.start, REACH_PER_TOKEN * model.maxTokens).start,
    end: excerptAround(text, span.end, REACH_PER_TOKEN * model.maxTokens).end,
  });
  const encoding = await model.encode(seen.text);
  const word = tokensWithin(encoding, seen.span);
  if (word.length === 0 || word.length > room) {
    throw new ClozeError(
      'bad-request',
      `"${text.slice(span.start, span.end).slice(0, 80)}" is no word for this model.`,
    );
  }
  // [CLS] text [SEP] text [SEP]
  const part = excerpt(seen, encoding, Math.min(NEAR_TOKENS, Math.floor((model.maxTokens - 3 - room) / 2)));
  const { mask } = model;
  const masked = part.text.slice(0, part.span.start) + mask.text + part.text.slice(part.span.end);
  const gap = { start: part.span.start, end: part.span.start + mask.text.length };
  return {
    word: word.map((token) => encoding.ids[token] as number),
    plain: await gapIn(model, seen.text, seen.span, { room }),
    near: await gapIn(model, part.text, part.span, { room }),
    pair: gapAt(await model.encode(part.text, masked), gap, mask.id),
    room,
    async tokensOf(replacements) {
      const found = standsAlone(seen)
        ? await tokensOfWords(model, replacements)
        : await Promise.all(replacements.map((it) => tokensInPlace(model, seen.text, seen.span, it)));
      return found.map((tokens) => (tokens && tokens.length <= room ? tokens : undefined));
    },
  };
}

interface Place {
  readonly text: string;
  readonly span: Span;
}

/** Whether what stands there is tokenised as it is behind any space. */
function standsAlone({ text, span: { start, end } }: Place): boolean {
  return (
    /^\s?$/.test(text.slice(Math.max(0, start - 1), start)) && !/^[\p{L}\p{M}\p{N}]/u.test(text.slice(end, end + 2))
  );
}

/** The tokens of each of the words, or of each group of words, in one go; undefined for what the model has no piece of. */
async function tokensOfWords(model: MaskedModel, words: readonly string[]): Promise<(number[] | undefined)[]> {
  const encoding = await model.encode(words.join(' '));
  let end = -1;
  return words.map((word) => {
    const start = end + 1;
    end = start + word.length;
    const tokens = tokensWithin(encoding, { start, end }).map((token) => encoding.ids[token] as number);
    const isKnown = tokens.length > 0 && tokens.every((id) => model.vocabulary.piece(id)?.role !== 'special');
    return isKnown ? tokens : undefined;
  });
}

function moved(text: string, span: Span, { start, end }: Span): Place {
  return { text: text.slice(start, end), span: { start: span.start - start, end: span.end - start } };
}

/** As much of a text around a word as `capacity` tokens hold, not cutting words. */
function excerpt({ text, span }: Place, encoding: Encoding, capacity: number): Place {
  const { spans, sequences, words } = encoding;
  const own = spans.flatMap((_, token) => (sequences[token] === undefined ? [] : [token]));
  if (own.length <= capacity) return { text, span };
  const within = tokensWithin(encoding, span);
  const first = own.indexOf(within[0] as number);
  const last = own.indexOf(within.at(-1) as number);
  const room = capacity - within.length;
  const right = own.length - 1 - last;
  const left = Math.min(first, Math.max(Math.ceil(room / 2), room - right));
  let start = first - left;
  let end = last + Math.min(right, room - left);
  const word = (i: number) => words[own[i] ?? -1];
  while (start < first && start > 0 && word(start) === word(start - 1)) start += 1;
  while (end > last && word(end) === word(end + 1)) end -= 1;
  const edge = (i: number) => spans[own[i] as number] as readonly [number, number];
  return moved(text, span, { start: Math.min(edge(start)[0], span.start), end: Math.max(edge(end)[1], span.end) });
}

function tokensWithin({ spans, sequences }: Encoding, { start, end }: Span): number[] {
  return spans.flatMap(([from, to], token) =>
    sequences[token] !== undefined && from < end && to > start ? [token] : [],
  );
}

/** The gap at the mask that stands at `span` of the second text. */
function gapAt({ ids, types, spans, sequences }: Encoding, span: Span, mask: number): Gap {
  const place = ids.findIndex((id, token) => {
    const [from, to] = spans[token] as readonly [number, number];
    return id === mask && sequences[token] === 1 && from < span.end && to > span.start;
  });
  if (place < 0) throw new ClozeError('bad-checkpoint', 'The tokenizer loses a mask of the text.');
  return {
    before: { ids: ids.slice(0, place), types: types.slice(0, place) },
    after: { ids: ids.slice(place + 1), types: types.slice(place + 1) },
    type: types[place] as number,
  };
}
