import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../../src/core/sentences/index.js';

/** One case a line; see there. */
const CASES = readFileSync('test/fixtures/sentences.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('·'));

const PIECES = [
  ...[
    'One. ',
    'Mr. ',
    'two ',
    '3.5 ',
    '... ',
    '…',
    '? ',
    '!" ',
    '“',
    '”',
    '(a.) ',
    'e.g. ',
    'U.S. ',
    '\n',
    '\n\n',
    '\r\n',
    '- ',
  ],
  ...[
    '1. ',
    '中文。',
    '；',
    '「',
    '」',
    '👨‍👩‍👧',
    '\ud800',
    '\udc00',
    'e\u0301',
    '\u200d',
    '\0',
    '\ufeff',
    '\t',
    'مرحبا. ',
    '🇫🇷',
    'A',
    '.',
  ],
];

describe('sentences', () => {
  it.each(CASES)('%s', (line) => {
    const text = line.replaceAll('⏎', '\n').replace(/[«»]/g, '');
    const expected = Array.from(line.matchAll(/«([^»]*)»/g), ([, sentence = '']) => sentence.replaceAll('⏎', '\n'));
    expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it('reads lines that end as on Windows', () => {
    const text = 'A line\r\nthat wraps. Two.\r\n\r\nThree\r\n';
    const found = sentences(text).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(['A line\r\nthat wraps.', 'Two.', 'Three']);
  });

  it('covers any text, in order, leaves out only white space and marks, and cuts no character', () => {
    const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const random = generator(7);
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: random(14) }, () => PIECES[random(PIECES.length)]).join('');
      const borders = new Set([...characters.segment(text)].map(({ index }) => index).concat(text.length));
      let done = 0;
      for (const { start, end } of sentences(text)) {
        expect(text.slice(done, start)).toMatch(/^(?:\s|[-*+•]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])*$/);
        expect(end).toBeGreaterThan(start);
        expect([borders.has(start), borders.has(end)], JSON.stringify({ text, start, end })).toEqual([true, true]);
        done = end;
      }
      expect(text.slice(done).trim()).toBe('');
    }
  });

  it.each(['Some words here. ', '。', 'a', '. ', 'Mr. ', '(', '."', '… A', '\n', '- a\n', '1. '])(
    'takes time in proportion to the length of %j again and again',
    (piece) => {
      const [once, twice] = [20_000, 80_000].map((count) => {
        const text = piece.repeat(count);
        sentences(text);
        const start = process.cpuUsage();
        sentences(text);
        return process.cpuUsage(start).user / 1000;
      });
      expect(twice).toBeLessThan(10 * (once as number) + 200);
    },
  );
});

/** Numbers from 0 to below the asked-for one (Park and Miller's generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
