import { describe, expect, it } from 'vitest';
import { readingAt } from '../../../../src/core/prose/reading.js';

const at = (marked: string, language: string) => readingAt(marked.replace('‸', ''), language, marked.indexOf('‸'));
/** The text that is read, with the place marked. */
const read = ({ text, offset }: { text: string; offset: number }) => `${text.slice(0, offset)}‸${text.slice(offset)}`;

describe('what is read at a place', () => {
  it.each([
    ['typescript', 'let a = 1;\n// The quick\n// fox ‸jumps.\nlet b;', 'The quick fox ‸jumps.'],
    ['python', 'x = 1\r\n# A good ‸\r\ny = 2', 'A good ‸'],
    ['python', 'print("A good‸ day")', 'A good‸ day'],
    ['python', 'print("A ‸")', 'A ‸'],
    ['c', '/* one ‸\n * two */ int a;', 'one ‸ two'],
  ])('is the comment or string alone in %s: %j', (language, marked, expected) => {
    const reading = at(marked, language);
    expect(read(reading)).toBe(expected);
    expect(reading.isProse).toBe(true);
  });

  it.each([
    ['typescript', 'let ‸a = 1; // text'],
    ['python', 'x = "abc" ‸'],
    ['markdown', 'Text.\n\n```js\nlet ‸a;\n```'],
    ['markdown', 'One `co‸de` two.'],
    ['plaintext', 'One.\n\n‸\n\nTwo.'],
  ])('is everything where there is no prose in %s: %j', (language, marked) => {
    const reading = at(marked, language);
    expect(read(reading)).toBe(marked);
    expect(reading.isProse).toBe(false);
  });

  it.each([
    ['markdown', '# Title\n\nSome *text* ‸here.\n\nMore.'],
    ['plaintext', 'One.\n\nTwo ‸'],
    ['plaintext', '第一。\n\n第二‸'],
    ['scminput', 'Mend the ‸'],
  ])('is everything, too, in a document of prose, %s: %j', (language, marked) => {
    const reading = at(marked, language);
    expect(read(reading)).toBe(marked);
    expect(reading.isProse).toBe(true);
  });

  it('leads back to the document', () => {
    const text = '# one [MASK] two\n# three [MASK]';
    const reading = readingAt(text, 'python', text.indexOf('[MASK]'));
    const start = reading.text.lastIndexOf('[MASK]');
    expect(reading.toSource({ start, end: start + 6 })).toEqual({ start: text.length - 6, end: text.length });
    expect(reading.toSource({ start: 0, end: reading.text.length })).toBeUndefined();
  });
});
