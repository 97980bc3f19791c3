import { expect, it } from 'vitest';
import { passageAt } from '../../../../src/core/prose/passage.js';

const spanOf = (text: string, word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });

it.each([
  ['markdown', '# Title\r\n\r\nA **very** good\r\nday.\r\n\r\nMore.', 'A very good day.'],
  ['python', 'x = 1  # A very good day\ny = 2', 'A very good day'],
  ['plaintext', 'A very good day.', 'A very good day.'],
])('in %s is the prose around a place, and leads back', (language, text, expected) => {
  const passage = passageAt(text, language, spanOf(text, 'good'));
  expect(passage.text).toBe(expected);
  expect(expected.slice(passage.span.start, passage.span.end)).toBe('good');
  expect(passage.toSource(passage.span)).toEqual(spanOf(text, 'good'));
  expect(passage.toSource(spanOf(passage.text, 'very'))).toEqual(spanOf(text, 'very'));
});

it('leads nowhere from what does not stand in the document as it is read', () => {
  const text = 'A very good\nday.';
  const passage = passageAt(text, 'markdown', spanOf(text, 'good'));
  expect(passage.text).toBe('A very good day.');
  expect(passage.toSource({ start: 7, end: 15 })).toBeUndefined();
});

it('is everything where a place is in code, or only partly in prose', () => {
  const code = 'let good = 1; // good';
  expect(passageAt(code, 'typescript', spanOf(code, 'good'))).toMatchObject({ text: code, span: { start: 4, end: 8 } });
  const split = 'a **ha**ppy day';
  expect(passageAt(split, 'markdown', { start: 4, end: 11 }).text).toBe(split);
});
