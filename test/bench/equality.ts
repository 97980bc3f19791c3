import { isWord } from '../../src/core/pieces.js';
import { type Guess, TOP } from './contenders/contender.js';

/** Probabilities may differ by this share of themselves, and vectors by this much in each coordinate. */
const TOLERANCE = 1e-4;

/** Numbers are compared only when both sides compute the same: this says that they do not. */
export class NotEqual extends Error {}

/**
 * Checks that the best words of both sides are the same, with the same probabilities. Cloze lists whole words alone;
 * of the peer's longer list, what is no whole word is left out.
 * @returns the largest difference of a probability, as a share of it
 * @throws NotEqual
 */
export function sameGuesses(ours: readonly Guess[], theirs: readonly Guess[]): number {
  const words = theirs.filter(({ word }) => isWord(word) && !/^(##|\[.*\]$)/.test(word));
  if (ours.length !== TOP || words.length < TOP) {
    throw new NotEqual(`Cloze found ${ours.length} words and the peer ${words.length}; ${TOP} are compared.`);
  }
  const differences = ours.map(({ word, score }, i) => {
    // In the place by rank, and by name: words with the same score may change places.
    const ranked = words[i]?.score ?? Number.NaN;
    const named = words.find((other) => other.word === word)?.score ?? Number.NaN;
    return Math.max(Math.abs(ranked - score), Math.abs(named - score)) / score;
  });
  const largest = Math.max(...differences);
  if (largest <= TOLERANCE) return largest;
  throw new NotEqual(`The best words differ: Cloze ${show(ours)}, the peer ${show(words.slice(0, TOP))}.`);
}

/**
 * @returns the largest difference of a coordinate
 * @throws NotEqual
 */
export function sameVectors(ours: readonly Float32Array[], theirs: readonly Float32Array[]): number {
  let largest = ours.length === theirs.length ? 0 : Number.NaN;
  ours.forEach((vector, i) => {
    vector.forEach((value, j) => {
      largest = Math.max(largest, Math.abs(value - (theirs[i]?.[j] ?? Number.NaN)));
    });
  });
  if (largest <= TOLERANCE) return largest;
  throw new NotEqual(`The vectors differ by up to ${largest}.`);
}

function show(guesses: readonly Guess[]): string {
  return guesses.map(({ word, score }) => `${word} ${score.toPrecision(7)}`).join(', ');
}
