import type { Encoding, Reader } from '../maskedModel.js';
import { ORDINARY_SENTENCES } from '../ordinaryText.js';
import { isUnspaced } from '../pieces.js';
import { SELF_TEST_SENTENCES } from '../selfTestText.js';
import type { Vocabulary } from '../vocabulary.js';

/** How a model's tokenizer treats ordinary text. */
export interface Ordinary {
  /**
   * Natural log of the probability that a word has so many tokens.
   * @param word in a script with spaces between words or without: the others of its kind are meant
   */
  prior(word: string, tokens: number): number;
  /** The same of a text that may be several words long: that as many words have so many tokens together. */
  phrasePrior(text: string, tokens: number): number;
  /** Of words in scripts with spaces. */
  readonly piecesPerLetter: number;
}

const measured = new WeakMap<Vocabulary, Promise<Ordinary>>();

/** Measured once for a tokenizer, on sentences of our own. */
export function ordinaryOf(model: Reader): Promise<Ordinary> {
  const known = measured.get(model.vocabulary);
  if (known) return known;
  const ordinary = measureWith(model);
  measured.set(model.vocabulary, ordinary);
  ordinary.catch(() => measured.delete(model.vocabulary));
  return ordinary;
}

async function measureWith(model: Reader): Promise<Ordinary> {
  const sentences = [...SELF_TEST_SENTENCES, ...ORDINARY_SENTENCES];
  const encodings = await Promise.all(sentences.map((sentence) => model.encode(sentence)));
  return measure(sentences.flatMap((sentence, i) => wordsOf(sentence, encodings[i] as Encoding)));
}

interface Word {
  readonly text: string;
  readonly tokens: number;
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/** The words of a text, in Chinese those of a dictionary, and how many tokens each has. */
function wordsOf(sentence: string, { spans, sequences }: Encoding): Word[] {
  const own = spans.filter((_, token) => sequences[token] !== undefined);
  return [...SEGMENTER.segment(sentence)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment: text, index }) => {
      const tokens = own.filter(([start, end]) => start < index + text.length && end > index).length;
      return { text, tokens };
    })
    .filter(({ tokens }) => tokens > 0);
}

function measure(words: readonly Word[]): Ordinary {
  const spaced = words.filter(({ text }) => !isUnspaced(text));
  const shares = [shareOfLengths(spaced), shareOfLengths(words.filter(({ text }) => isUnspaced(text)))] as const;
  const shareFor = (text: string) => shares[isUnspaced(text) ? 1 : 0];
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  return {
    prior: (word, tokens) => Math.log(shareFor(word)(tokens)),
    phrasePrior(text, tokens) {
      const words = [...SEGMENTER.segment(text)].filter(({ isWordLike }) => isWordLike).length;
      return Math.log(shareOfPhrase(shareFor(text), Math.max(1, Math.min(words, tokens)), tokens));
    },
    piecesPerLetter: sum(spaced.map(({ tokens }) => tokens)) / sum(spaced.map(({ text }) => [...text].length)),
  };
}

/** Words of more tokens are too few to be counted: each token more makes them so much rarer. */
const COUNTED = 4;
const DECAY = 0.3;

/** The share of words that have a number of tokens; half a word is added to each number, so that none is impossible. */
function shareOfLengths(words: readonly Word[]): (tokens: number) => number {
  const counts = Array.from({ length: COUNTED }, (_, i) => 0.5 + words.filter(({ tokens }) => tokens === i + 1).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (tokens) => {
    const count = counts[Math.min(tokens, COUNTED) - 1] as number;
    return (count / total) * DECAY ** Math.max(0, tokens - COUNTED);
  };
}

/** The probability that so many words have so many tokens together. */
function shareOfPhrase(share: (tokens: number) => number, words: number, tokens: number): number {
  // By number of tokens, of the words so far.
  let shares = [1];
  for (let word = 0; word < words; word++) {
    shares = Array.from({ length: tokens + 1 }, (_, all) =>
      shares.slice(0, all).reduce((sum, before, own) => sum + before * share(all - own), 0),
    );
  }
  return shares[tokens] as number;
}
