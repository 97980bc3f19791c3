import { expect, it } from 'vitest';
import { findMasks } from '../../src/core/masks.js';
import { previewOf } from '../../src/core/preview.js';

const preview = (text: string, words: (string | undefined)[], index = 0) => {
  const { before, word, behind } = previewOf(text, findMasks(text), words, index);
  return `${before}<${word}>${behind}`;
};

it('is the sentence of the mask alone, on one line', () => {
  expect(preview('One. It was a\r\n  good [MASK], they said. Two.', ['day'])).toBe('It was a good <day>, they said.');
});

it('has the words of the other masks, and masks that have none', () => {
  const text = 'She [MASK] the [MASK] and <mask> out.';
  expect(preview(text, ['opened', 'door', 'went'], 1)).toBe('She opened the <door> and went out.');
  expect(preview(text, [undefined, 'door', undefined], 1)).toBe('She [MASK] the <door> and <mask> out.');
});

it('is cut where a sentence is long, not inside of a character', () => {
  const found = previewOf(`${'😀'.repeat(500)}[MASK]${'😀'.repeat(500)}`, [{ start: 1000, end: 1006 }], ['x'], 0);
  expect(found.before).toMatch(/^(😀)+$/u);
  expect(found.behind).toMatch(/^(😀)+$/u);
  expect(found.before.length).toBeLessThan(300);
});

it('stands for a mask at either end, and for an empty word', () => {
  expect(preview('[MASK]', ['x'])).toBe('<x>');
  expect(preview('un[MASK]able, it seems.', [''])).toBe('un<>able, it seems.');
});
