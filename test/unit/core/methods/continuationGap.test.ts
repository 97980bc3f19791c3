import { describe, expect, it } from 'vitest';
import { repeats, spacingAt } from '../../../../src/core/methods/continuationGap.js';

/** The text with a word at ‸, or "no" where none can begin. */
function withWord(marked: string, word = 'X'): string {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const spacing = spacingAt(text, offset);
  return spacing ? text.slice(0, offset) + spacing.lead + word + spacing.trail + text.slice(offset) : 'no';
}

describe('spaces around words that are put in', () => {
  it.each([
    ['one ‸two', 'one X two'],
    ['one‸ two', 'one X two'],
    ['one ‸ two', 'one X two'],
    ['‸one', 'X one'],
    ['one‸', 'one X'],
    ['one ‸', 'one X'],
    ['one\n‸two', 'one\nX two'],
    ['‸', 'X'],
    ['one‸.', 'one X.'],
    ['one ‸, two', 'one X, two'],
    ['(‸)', '(X)'],
    ['(‸one)', '(X one)'],
    ['one ‸(two)', 'one X (two)'],
    ['say "‸one"', 'say "X one"'],
    ['say "one‸"', 'say "one X"'],
    ['say “one‸”', 'say “one X”'],
    ['*‸one*', '*X one*'],
    ['one‸…', 'one X…'],
    ['שלום ‸עולם', 'שלום X עולם'],
    ['春天‸来了', '春天X来了'],
    ['春天来了‸。', '春天来了X。'],
    ['，‸来了', '，X来了'],
    ['สวัสดี‸ชาวโลก', 'สวัสดีXชาวโลก'],
    ['one 👍 ‸two', 'one 👍 X two'],
  ])('%s becomes %s', (marked, expected) => {
    expect(withWord(marked)).toBe(expected);
  });

  it.each([
    'on‸e',
    'don‸’t',
    "don‸'t",
    '3.‸14',
    'well-‸known',
    'one,‸two',
    'e‸\u0301',
    'one \ud83d‸\udc4d',
    '👍‸🏽',
    '👨‸\u200d👩',
    '👨\u200d‸👩',
    'foo‸(bar)',
  ])('there is no place in %s', (marked) => {
    expect(withWord(marked)).toBe('no');
  });
});

describe('repetition', () => {
  it.each([
    ['the', 'in the ', 'house'],
    ['The', 'in the ', 'house'],
    ['old house', 'the ', 'house'],
    ['of the', 'out of the ', 'house'],
    ['to the', 'went ', 'to the house'],
    ['very very', 'a ', 'house'],
    ['天', '春天', '来了'],
    ['天气', '春天', '来了'],
  ])('"%s" says again what is beside it in "%s" and "%s"', (words, left, right) => {
    expect(repeats(words.split(' '), left, right)).toBe(true);
  });

  it.each([
    ['old', 'the ', 'house'],
    ['the', 'the house of ', 'old men'],
    ['the house of the', 'in ', 'man'],
    ['the', '', ''],
    ['the', 'in breathe ', 'then'],
    ['气', '春天', '来了'],
  ])('"%s" does not in "%s" and "%s"', (words, left, right) => {
    expect(repeats(words.split(' '), left, right)).toBe(false);
  });
});
