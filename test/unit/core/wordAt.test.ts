import { describe, expect, it } from 'vitest';
import { wordAt, wordsIn } from '../../../src/core/wordAt.js';

/** The word where `|` stands; the bar itself is not in the text. */
function at(marked: string): string | undefined {
  const text = marked.replace('|', '');
  const span = wordAt(text, marked.indexOf('|'));
  return span && text.slice(span.start, span.end);
}

describe('the word at an offset', () => {
  it.each([
    ['a ha|ppy day', 'happy'],
    ['a |happy day', 'happy'],
    ['a happy| day', 'happy'],
    ['a happy|, day', 'happy'],
    ['a happy |, day', undefined],
    ['|', undefined],
    ["they do|n't", "don't"],
    ['_ha|ppy_ and __|glad__', 'happy'],
    ['👩‍👩‍👧 na\u0308i|ve 😀', 'na\u0308ive'],
    ['今天天|气很好', '天气'],
    ['كان يوما جم|يلا', 'جميلا'],
    ['word|', 'word'],
  ])('in %s is %s', (marked, word) => {
    expect(at(marked)).toBe(word);
  });

  it('is found at once in a very long line', () => {
    const text = 'happy '.repeat(500_000);
    const took = Array.from({ length: 5 }, () => {
      const started = performance.now();
      expect(wordAt(text, 1_500_002)).toEqual({ start: 1_500_000, end: 1_500_005 });
      return performance.now() - started;
    });
    expect(Math.min(...took)).toBeLessThan(50);
  });
});

it('a selection loses its white space, and one without a word is none', () => {
  expect(wordsIn('a  happy \r\n', { start: 1, end: 11 })).toEqual({ start: 3, end: 8 });
  expect(wordsIn('a  -- ', { start: 1, end: 6 })).toBeUndefined();
});
