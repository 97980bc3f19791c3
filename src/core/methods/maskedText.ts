import { ClozeError } from '../errors.js';
import type { Encoding, MaskedModel, Sequence } from '../maskedModel.js';
import { replaceSpans, type Span } from '../masks.js';
import { windowsAround } from '../windows.js';

/** A tokenised text with masks in it. */
export interface MaskedText {
  readonly text: string;
  /** Where the masks stand in `text`, in order. */
  readonly spans: readonly Span[];
  readonly encoding: Encoding;
  /** Which token each mask is. */
  readonly places: readonly number[];
}

/**
 * Puts masks at ranges of a text.
 * @param spans in order, apart from one another
 * @throws ClozeError `bad-checkpoint` when the tokenizer loses one
 */
export async function maskedText(model: MaskedModel, text: string, spans: readonly Span[]): Promise<MaskedText> {
  const replaced = replaceSpans(text, spans, model.mask.text);
  const encoding = await model.encode(replaced.text);
  let token = 0;
  const places = replaced.spans.map(({ start, end }) => {
    const isIt = ([from, to]: readonly [number, number]) => from < end && to > start;
    const { ids, spans } = encoding;
    while (token < ids.length && !(ids[token] === model.mask.id && isIt(spans[token] as [number, number]))) token += 1;
    if (token === ids.length) throw new ClozeError('bad-checkpoint', 'The tokenizer loses a mask of the text.');
    token += 1;
    return token - 1;
  });
  return { ...replaced, encoding, places };
}

/** As much of a masked text as the model sees at once, special tokens included. */
export interface View extends Sequence {
  /** The masks that are asked for in it, ascending. */
  readonly asked: readonly number[];
  /** Where each mask that is seen stands in it: those asked for, and others. */
  readonly places: ReadonlyMap<number, number>;
}

/**
 * Views in which each wanted mask is asked for once, with as much as possible on both sides of it; neighbours together.
 * A text that fits is one view.
 * @param wanted numbers of masks, ascending
 */
export function viewsOf({ maxTokens }: MaskedModel, text: MaskedText, wanted: readonly number[]): View[] {
  const { ids, types, sequences } = text.encoding;
  const head = sequences.findIndex((sequence) => sequence !== undefined);
  const tail = sequences.findLastIndex((sequence) => sequence !== undefined) + 1;
  const places = wanted.map((mask) => (text.places[mask] as number) - head);
  const windows = windowsAround(places, tail - head, maxTokens - (ids.length - (tail - head)));
  let next = 0;
  let first = 0;
  return windows.map(({ start, end, places: own }) => {
    const part = (array: Int32Array) =>
      concatenated(array.subarray(0, head), array.subarray(head + start, head + end), array.subarray(tail));
    const seen = new Map<number, number>();
    while ((text.places[first] as number) < head + start) first += 1;
    for (let mask = first; (text.places[mask] ?? Number.POSITIVE_INFINITY) < head + end; mask++) {
      seen.set(mask, (text.places[mask] as number) - start);
    }
    next += own.length;
    return {
      ids: part(ids),
      types: part(types),
      asked: wanted.slice(next - own.length, next),
      places: seen,
    };
  });
}

function concatenated(...parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A view as a sequence in which some masks are filled.
 * @param tokens by mask; undefined ones stay masks
 */
export function filledView({ ids, types, places }: View, tokens: readonly (number | undefined)[]): Sequence {
  const copy = ids.slice();
  for (const [mask, place] of places) {
    const token = tokens[mask];
    if (token !== undefined) copy[place] = token;
  }
  return { ids: copy, types };
}
