import { expect, it } from 'vitest';
import { proseSentences } from '../../../../src/core/prose/sentences.js';

it.each([
  ['plaintext', '😀 One.  Two?\r\n\r\nThree', ['😀 One.', 'Two?', 'Three']],
  ['markdown', '# A title\n\nSome *marked* text. And `code` too.\n', ['A title', 'Some marked text.', 'And X too.']],
  ['typescript', '// First line\n// goes on. Second.\nconst x = 1;', ['First line goes on.', 'Second.']],
  ['plaintext', '', []],
])('of %s, %j', (language, text, expected) => {
  const found = proseSentences(text, language);
  expect(found.map((it) => it.text)).toEqual(expected);
});

it('stand where they stand in the document', () => {
  const text = '# A title\n\nSome *marked* text. And more.\n';
  const [, second, third] = proseSentences(text, 'markdown');
  expect(text.slice(second?.start, second?.end)).toBe('Some *marked* text.');
  expect(text.slice(third?.start, third?.end)).toBe('And more.');
});
