import { ClozeError } from '../errors.js';
import type { Encoding, MaskedModel, Sequence } from '../maskedModel.js';
import { replaceSpans, type Span } from '../masks.js';
import { excerptAround } from '../windows.js';

/** A tokenised text with a gap that takes any number of tokens; the special tokens at its ends included. */
export interface Gap {
  readonly before: Sequence;
  readonly after: Sequence;
  /** Segment of what is put in. */
  readonly type: number;
}

/** The whole sequence with `tokens` in the gap; the first of them stands at `gap.before.ids.length`. */
export function filled({ before, after, type }: Gap, tokens: readonly number[]): Sequence {
  return {
    ids: Int32Array.of(...before.ids, ...tokens, ...after.ids),
    types: Int32Array.of(...before.types, ...tokens.map(() => type), ...after.types),
  };
}

/**
 * Takes a range of a text out. What is around it is cut to the model's window, as much on either side as fits.
 * @param masked other ranges, apart from `span` and in order, at which masks stand
 * @param room for how many tokens the gap shall have place
 * @throws ClozeError `bad-checkpoint` when the tokenizer loses the place
 */
export async function gapIn(
  model: MaskedModel,
  text: string,
  span: Span,
  { masked = [], room }: { masked?: readonly Span[]; room: number },
): Promise<Gap> {
  const all = [...masked, span].sort((a, b) => a.start - b.start);
  const replaced = replaceSpans(text, all, model.mask.text);
  const encoding = await model.encode(replaced.text);
  return gapAt(model, encoding, maskPlace(model, encoding, replaced.spans[all.indexOf(span)] as Span), room);
}

/**
 * Takes the token `place` out. What is around it is cut to the model's window, as much on either side as fits.
 * @param room for how many tokens the gap shall have place, fewer than the window has
 */
export function gapAt({ maxTokens }: MaskedModel, encoding: Encoding, place: number, room: number): Gap {
  const head = encoding.sequences.findIndex((sequence) => sequence !== undefined);
  const tail = encoding.sequences.findLastIndex((sequence) => sequence !== undefined) + 1;
  const left = place - head;
  const right = tail - place - 1;
  const capacity = maxTokens - (encoding.ids.length - (tail - head)) - room;
  const keptLeft = Math.min(left, Math.max(capacity - right, Math.ceil(capacity / 2)));
  const keptRight = Math.min(right, capacity - keptLeft);
  const part = (...ranges: (readonly [number, number])[]): Sequence => ({
    ids: Int32Array.of(...ranges.flatMap(([start, end]) => [...encoding.ids.subarray(start, end)])),
    types: Int32Array.of(...ranges.flatMap(([start, end]) => [...encoding.types.subarray(start, end)])),
  });
  return {
    before: part([0, head], [place - keptLeft, place]),
    after: part([place + 1, place + 1 + keptRight], [tail, encoding.ids.length]),
    type: encoding.types[place] as number,
  };
}

function maskPlace({ mask }: MaskedModel, { ids, spans }: Encoding, { start, end }: Span): number {
  const place = ids.findIndex((id, token) => {
    const [from, to] = spans[token] as readonly [number, number];
    return id === mask.id && from < end && to > start;
  });
  if (place < 0) throw new ClozeError('bad-checkpoint', 'The tokenizer loses a mask of the text.');
  return place;
}

/** Far enough that the tokenizer splits a word there as in the whole text. */
const REACH = 200;

/**
 * The tokens that `replacement` becomes where it stands for `span`; undefined when the tokenizer would join it with what
 * is around it, or knows no piece of it.
 */
export async function tokensInPlace(
  model: MaskedModel,
  text: string,
  span: Span,
  replacement: string,
): Promise<number[] | undefined> {
  const left = excerptAround(text, span.start, REACH).start;
  const right = excerptAround(text, span.end, REACH).end;
  const start = span.start - left;
  const end = start + replacement.length;
  const { ids, spans, sequences } = await model.encode(
    text.slice(left, span.start) + replacement + text.slice(span.end, right),
  );
  const tokens: number[] = [];
  for (const [token, id] of ids.entries()) {
    const [from, to] = spans[token] as readonly [number, number];
    // A piece that is but the mark of a word's beginning has no width.
    const isBefore = to < start || (to === start && from < to);
    if (sequences[token] === undefined || isBefore || from >= end) continue;
    if (from < start || to > end || model.vocabulary.piece(id)?.role === 'special') return undefined;
    tokens.push(id);
  }
  return tokens.length > 0 ? tokens : undefined;
}
