import type { Encoding, MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { sentences as sentencesOf } from '../sentences/index.js';
import type { TokenRange, WordsInSequence } from './pll.js';
import { type Context, contextsOf } from './scoreWindows.js';
import { type Word, wordsOf } from './scoreWords.js';

/** A sentence of a text, and what is to be computed to score its words. */
export interface ScoreJob extends Span {
  readonly text: string;
  readonly words: readonly Word[];
  /** Together all tokens of the words, in order. */
  readonly parts: readonly WordsInSequence[];
  /** Whether the model sees the whole text, whole sentences of it, or only a part of this one at a time. */
  readonly seen: 'text' | 'sentences' | 'part';
}

/**
 * What is to be computed to score a text.
 * @param within only the words that begin in this range
 * @param spelling of masks besides the usual ones; '' for none
 */
export async function scoreJobs(
  model: MaskedModel,
  { text, within = { start: 0, end: text.length } }: { text: string; within?: Span },
  spelling: string,
): Promise<ScoreJob[]> {
  const encoding = await model.encode(text);
  const { ids, sequences } = encoding;
  const head = sequences.findIndex((sequence) => sequence !== undefined);
  const tail = sequences.findLastIndex((sequence) => sequence !== undefined) + 1;
  const sentences = bySentence(text, wordsOf(text, encoding, model.mask, spelling));
  const capacity = model.maxTokens - (ids.length - (tail - head));
  const ranges = sentences.map(({ words }, i): TokenRange => {
    const next = sentences[i + 1]?.words[0];
    return [i === 0 ? head : firstToken(words), next ? next.tokens[0] : tail];
  });
  return sentences.flatMap((sentence, i): ScoreJob[] => {
    const words = sentence.words.filter(({ start }) => start >= within.start && start < within.end);
    if (words.length === 0) return [];
    const contexts = contextsOf(
      ranges,
      i,
      words.map(({ tokens }) => tokens),
      capacity,
    );
    const [start, end] = ranges[i] as TokenRange;
    const seen = tail - head <= capacity ? 'text' : end - start <= capacity ? 'sentences' : 'part';
    return [{ ...sentence, text, words, seen, parts: contexts.map((context) => cut(encoding, context, head, tail)) }];
  });
}

function firstToken([word]: readonly Word[]): number {
  return (word as Word).tokens[0];
}

/** The sentences that have words, with these: those that begin in it, or between the one before and it. */
function bySentence(text: string, words: readonly Word[]): (Span & { words: Word[] })[] {
  const found = sentencesOf(text).map((span) => ({ ...span, words: [] as Word[] }));
  let s = 0;
  for (const word of words) {
    while (s + 1 < found.length && (found[s] as Span).end <= word.start) s += 1;
    found[s]?.words.push(word);
  }
  return found.filter((sentence) => sentence.words.length > 0);
}

/** The window of an encoding between its special tokens, and where the words are there. */
function cut(
  { ids, types }: Encoding,
  { window: [start, end], words }: Context,
  head: number,
  tail: number,
): WordsInSequence {
  const part = (array: Int32Array) =>
    Int32Array.of(...array.subarray(0, head), ...array.subarray(start, end), ...array.subarray(tail));
  const shift = head - start;
  return { ids: part(ids), types: part(types), words: words.map(([from, to]) => [from + shift, to + shift]) };
}
