import { ClozeError } from '../errors.js';
import { cut, FEWEST_TOKENS, spread, type TokenSequence, type Tokens, wholeWords } from './corpus.js';
import { Proportion } from './proportion.js';
import { mulberry32, sample } from './random.js';

/*
 * How well a masked language model recovers what is masked. The procedure is exact to the bit in what it masks, so that
 * another implementation can be compared with this one:
 *
 * - A text has one paragraph a line and blank lines between documents. Each paragraph is tokenised by itself; a
 *   document is its paragraphs' tokens in a row, without special ones.
 * - For a length L, each document is cut into consecutive sequences of L - 2 tokens; a shorter one at its end is kept
 *   when it has at least 8. All sequences of the text are numbered 0, 1, 2 ... in order. The model gets each between
 *   its own special tokens, as segment 0.
 * - With a limit N, only the sequences with the numbers floor(i * total / N) for i = 0 ... N-1 are used.
 * - Tokens: of a sequence's t tokens, max(1, round(0.15 t)) are masked, halves rounded up; each becomes the mask token.
 *   Which, is drawn by `sample` with `mulberry32` seeded with (seed * 0x9E3779B1 + n) mod 2^32, n being the sequence's
 *   number.
 * - Words, in a second pass over the same sequences: a word is what the tokenizer takes for one (with BERT's: what is
 *   between spaces and punctuation; each Chinese character alone). Of the w words that no border of the sequence cuts,
 *   max(1, round(0.15 w)) are drawn alike, in their order in the sequence, with the seed
 *   (seed * 0x9E3779B1 + n + 0x85EBCA6B) mod 2^32, and all their tokens masked. A sequence without a word that is whole
 *   has no part in this.
 */

/** A sequence without special tokens, and the places in it that are to be masked and predicted. */
export interface Masked {
  readonly ids: Int32Array;
  readonly places: readonly number[];
}

/** What a model says of the true token at each masked place. */
export interface Prediction {
  /** How many tokens it finds likelier, of 0 ... 4; or -1 when the true one is not among its first five. */
  readonly ranks: Int32Array;
  /** Natural log-probability over the whole vocabulary. */
  readonly logprobs: Float32Array;
}

export interface MlmOptions {
  /** Of a sequence, in tokens, its two special ones included. */
  readonly length: number;
  readonly seed: number;
  /** Use no more than so many sequences; Infinity for all. */
  readonly limit: number;
}

/** Shares are of [0, 1]; a margin is half a 95 % interval's width, and NaN when it cannot be told. */
export interface MlmResult {
  readonly sequences: number;
  /** How many were masked. */
  readonly tokens: number;
  /** Share of the masked tokens that are the model's first guess. */
  readonly top1: number;
  readonly top1Margin: number;
  /** ... that are among its first five. */
  readonly top5: number;
  /** Mean of -log p(true token), in nats. */
  readonly loss: number;
  /** How many were masked. */
  readonly words: number;
  /** Share of the masked words of which every token is the model's first guess at its place; NaN without words. */
  readonly wordTop1: number;
  readonly wordTop1Margin: number;
}

/** So many sequences are asked for at a time. */
const GROUP = 128;
const WORDS_SEED = 0x85ebca6b;

/**
 * Measures a model by the procedure above.
 * @param ask masks the places of each sequence and predicts them
 * @param onProgress called with the numbers of sequences done and in all
 * @throws ClozeError `bad-request` for a text without a sequence of 8 tokens; what `ask` throws
 */
export async function evaluateMlm(
  documents: readonly Tokens[],
  { length, seed, limit }: MlmOptions,
  ask: (sequences: readonly Masked[]) => Promise<readonly Prediction[]>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<MlmResult> {
  const sequences = spread(cut(documents, length - 2), limit);
  if (sequences.length === 0) {
    throw new ClozeError('bad-request', `The text is too short: no document has ${FEWEST_TOKENS} tokens.`);
  }
  const top1 = new Proportion();
  const top5 = new Proportion();
  const words = new Proportion();
  let loss = 0;
  for (let i = 0; i < sequences.length; i += GROUP) {
    onProgress(i, sequences.length);
    const group = sequences.slice(i, i + GROUP);
    const tokens = group.map((sequence) => ({ ids: idsOf(sequence), places: drawTokens(sequence, seed) }));
    const drawn = group.map((sequence) => ({ ids: idsOf(sequence), words: drawWords(sequence, seed) }));
    const withWords = drawn.filter((sequence) => sequence.words.length > 0);
    const predictions = await ask([
      ...tokens,
      ...withWords.map(({ ids, words: ranges }) => ({ ids, places: ranges.flatMap(placesIn) })),
    ]);
    for (const { ranks, logprobs } of predictions.slice(0, group.length)) {
      top1.addCluster(ranks.filter(isFirst).length, ranks.length);
      top5.addCluster(ranks.filter((rank) => rank >= 0).length, ranks.length);
      for (const logprob of logprobs) loss -= logprob;
    }
    withWords.forEach(({ words: ranges }, w) => {
      words.addCluster(rightWords(ranges, (predictions[group.length + w] as Prediction).ranks), ranges.length);
    });
  }
  return {
    sequences: sequences.length,
    tokens: top1.trials,
    top1: top1.value,
    top1Margin: top1.margin,
    top5: top5.value,
    loss: loss / top1.trials,
    words: words.trials,
    wordTop1: words.value,
    wordTop1Margin: words.margin,
  };
}

/** The places to mask, in the order in which they are drawn. */
export function drawTokens({ number, start, end }: TokenSequence, seed: number): number[] {
  return sample(end - start, shareOf(end - start), mulberry32(Math.imul(seed, 0x9e3779b1) + number));
}

/** The words to mask, as their places [start, end), in the order in which they are drawn. */
export function drawWords(sequence: TokenSequence, seed: number): (readonly [number, number])[] {
  const whole = wholeWords(sequence);
  const random = mulberry32(Math.imul(seed, 0x9e3779b1) + sequence.number + WORDS_SEED);
  return sample(whole.length, shareOf(whole.length), random).map((i) => whole[i] as readonly [number, number]);
}

/** 15 % of `size`, halves rounded up, but at least one of what there is; in whole numbers, which do not round. */
export function shareOf(size: number): number {
  return Math.min(size, Math.max(1, Math.floor((15 * size + 50) / 100)));
}

function idsOf({ document, start, end }: TokenSequence): Int32Array {
  return document.ids.subarray(start, end);
}

function placesIn([start, end]: readonly [number, number]): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

/** How many of the words are guessed at each of their places, these being in a row in `ranks`. */
function rightWords(words: readonly (readonly [number, number])[], ranks: Int32Array): number {
  let end = 0;
  return words.filter(([from, to]) => {
    const begin = end;
    end += to - from;
    return ranks.subarray(begin, end).every(isFirst);
  }).length;
}

function isFirst(rank: number): boolean {
  return rank === 0;
}
