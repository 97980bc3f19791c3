import { expect, it } from 'vitest';
import { inLetterCase, letterCaseOf } from '../../../../src/core/methods/letterCase.js';

it.each([
  ['word', 'lower', 'other'],
  ['Word', 'title', 'Other'],
  ['I', 'title', 'Other'],
  ['WORD', 'upper', 'OTHER'],
  ['iPhone', 'mixed', 'other'],
  ['Éric', 'title', 'Other'],
  ['中文', 'lower', 'other'],
  ['', 'lower', 'other'],
])('%j is in %s case', (word, expected, other) => {
  expect(letterCaseOf(word)).toBe(expected);
  expect(inLetterCase('other', letterCaseOf(word))).toBe(other);
});
