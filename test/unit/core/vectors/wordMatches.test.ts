import { expect, it } from 'vitest';
import { matchWords, mostAlike, mostDifferent } from '../../../../src/core/vectors/wordMatches.js';

const words = (...all: string[]) => all.map((word, i) => ({ word, start: 10 * i, end: 10 * i + word.length }));
const vectors = (...all: number[][]) => all.map((values) => Float32Array.from(values));

it('matches each word with the nearest of the other text', () => {
  const matches = matchWords(
    [words('cat', 'sat', 'here'), words('dog', 'sat')],
    [vectors([1, 0.5, 0], [0, 1, 0], [0, 0.1, 1]), vectors([1, 0, 0], [0, 1, 0])],
  );
  const show = matches.map(({ text, word, match }) => `${text} ${word.word} ${match.word}`);
  expect(show).toEqual(['0 sat sat', '1 sat sat', '0 cat dog', '1 dog cat', '0 here sat']);
  expect(mostAlike(matches, 5).map(({ word, match }) => [word.word, match.word])).toEqual([
    ['sat', 'sat'],
    ['cat', 'dog'],
  ]);
  expect(mostDifferent(matches, 1).map(({ word }) => word.word)).toEqual(['here']);
});

it('finds no word different that stands in both texts', () => {
  const same = [vectors([1, 0], [0, 1]), vectors([1, 0], [0, 1])] as const;
  expect(mostDifferent(matchWords([words('cat', 'sat'), words('cat', 'sat')], same), 3)).toEqual([]);
  const other = mostDifferent(matchWords([words('cat', 'sat'), words('dog', 'sat')], same), 3);
  expect(other.map(({ word, match }) => [word.word, match.word])).toEqual([['cat', 'dog']]);
});

it('has nothing to say of a text without words', () => {
  expect(matchWords([words('cat'), []], [vectors([1]), []])).toEqual([]);
});
