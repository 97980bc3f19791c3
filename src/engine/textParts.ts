import type { Encoding } from '../core/maskedModel.js';
import { sentences } from '../core/sentences/index.js';
import { joinParts, splitTokens } from '../core/vectors/parts.js';
import type { PooledText, StateKey } from '../core/vectors/states.js';
import type { Vocabulary } from '../core/vocabulary.js';

/** A text, or a part of it, as the model reads it. */
export interface TextPart extends Pick<Encoding, 'ids' | 'types' | 'sequences'> {
  /** Where it begins and ends in its text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

/**
 * The whole text, or parts of it that fit into the window, each with the special tokens around it.
 * @param frame so many tokens must fit beside a part; the text's own special tokens when left out
 */
export function partsOf(encoding: Encoding, text: string, maxTokens: number, frame?: number): TextPart[] {
  const { ids, types, sequences } = encoding;
  const first = sequences.findIndex((sequence) => sequence !== undefined);
  const length = tokensOf(encoding);
  const capacity = Math.max(1, maxTokens - (frame ?? ids.length - length));
  if (length <= capacity) return [{ ids, types, sequences, from: 0, to: text.length }];
  const { spans, words } = encoding;
  const end = first + length;
  const starts = spans.slice(first, end).map(([start]) => start);
  let token = 0;
  const sentenceStarts = sentences(text).map(({ start }) => {
    while (token < length && (starts[token] as number) < start) token += 1;
    return token;
  });
  const wordStarts = starts.flatMap((_, i) => (words[first + i] !== words[first + i - 1] ? [i] : []));
  return splitTokens(length, capacity, sentenceStarts, wordStarts).map(([from, to]) => {
    const keep = (_: unknown, i: number) => i < first || i >= end || (i >= first + from && i < first + to);
    return {
      ids: ids.filter(keep),
      types: types.filter(keep),
      sequences: sequences.filter(keep),
      from: starts[from] as number,
      to: spans[first + to - 1]?.[1] as number,
    };
  });
}

/**
 * What is known of a text from the states of its parts.
 * @param states [parts][keys]
 */
export function joinedText(
  keys: readonly StateKey[],
  states: readonly (readonly Float32Array[])[],
  parts: readonly TextPart[],
  { pieces }: Vocabulary,
): PooledText {
  const tokens = parts.map(tokensOf);
  const all = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const own = tokens.reduce((sum, count) => sum + count, 0);
  const joined = keys.map(({ pooling }, k) => {
    const found = states.map((part) => part[k] as Float32Array);
    return joinParts(pooling, found, tokens);
  });
  const unknown = parts.flatMap(({ ids, sequences }) =>
    sequences.filter((sequence, i) => sequence !== undefined && pieces[ids[i] as number]?.role === 'special'),
  ).length;
  return { states: joined, tokens: own, unknown, specials: all - own, parts: parts.length };
}

function tokensOf({ sequences }: Pick<Encoding, 'sequences'>): number {
  return sequences.filter((sequence) => sequence !== undefined).length;
}
