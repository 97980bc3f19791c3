import { describe, expect, it } from 'vitest';
import {
  LEVELS,
  levelOf,
  marksOf,
  replaced,
  shifted,
  spanAt,
  stretched,
  type TextChange,
  touching,
} from '../../../src/core/marks.js';
import type { Span } from '../../../src/core/masks.js';

it('the level rises by one for every ten times less likely', () => {
  const of = (times: number) => levelOf(-Math.log(times), 100);
  expect([1, 99, 101, 999, 1001, 10_001, 100_001, 1e9].map(of)).toEqual([0, 0, 1, 1, 2, 3, 4, LEVELS]);
});

it('words are marked, punctuation and likely words are not', () => {
  const words = [
    { start: 0, end: 3, tokens: [], logprob: -0.1 },
    { start: 4, end: 7, tokens: [], logprob: -8 },
    { start: 7, end: 8, tokens: [], logprob: -20 },
  ];
  expect(marksOf('the dog.', words, 100)).toEqual([
    { start: 4, end: 7, word: 'dog', score: { tokens: [], logprob: -8 }, level: 2 },
  ]);
});

const TEXT = 'one two three';

/** What spans of TEXT hold behind a change of it. */
function heldAfter(
  move: (spans: { start: number; end: number }[], change: TextChange) => readonly Span[],
  spans: { start: number; end: number }[],
  { offset, removed, text }: TextChange,
): string[] {
  const changed = TEXT.slice(0, offset) + text + TEXT.slice(offset + removed);
  return move(spans, { offset, removed, text }).map(({ start, end }) => changed.slice(start, end));
}

describe('marks and changes of the text', () => {
  const words = () => [
    { start: 0, end: 3 },
    { start: 4, end: 7 },
    { start: 8, end: 13 },
  ];

  it.each([
    ['a letter in a word', 5, 0, 'x', ['one', 'three']],
    ['a letter at the end of a word', 7, 0, 's', ['one', 'three']],
    ['a letter at the start of a word', 4, 0, 's', ['one', 'three']],
    ['a comma behind a word', 7, 0, ',', ['one', 'two', 'three']],
    ['a line before everything', 0, 0, 'zero\r\n', ['one', 'two', 'three']],
    ['a word put for a word', 4, 3, 'second', ['one', 'three']],
    ['a stretch taken out', 2, 4, '', ['three']],
    ['all put anew', 0, 13, 'x', []],
    ['a word behind everything', 13, 0, ' four', ['one', 'two', 'three']],
  ] as const)('%s', (_, offset, removed, text, expected) => {
    expect(heldAfter(shifted, words(), { offset, removed, text })).toEqual(expected);
  });
});

describe('stretches and changes of the text', () => {
  const stretches = [
    { start: 0, end: 4 },
    { start: 4, end: 13 },
  ];

  it.each([
    ['a letter inside of one', 5, 0, 'x', ['one ', 'txwo three']],
    ['a word between two: it belongs to the second', 4, 0, 'and ', ['one ', 'and two three']],
    ['a line before everything', 0, 0, 'zero ', ['zero one ', 'two three']],
    ['a word behind everything', 13, 0, ' four', ['one ', 'two three']],
    ['a word put for a word', 4, 3, 'second', ['one ', 'second three']],
    ['the end of one and the start of the next taken out', 2, 4, '', ['on', 'o three']],
    ['the end of one and the start of the next put anew', 2, 4, 'xy', ['onxy', 'o three']],
    ['one taken out', 0, 4, '', ['two three']],
    ['all taken out', 0, 13, '', []],
  ] as const)('%s', (_, offset, removed, text, expected) => {
    expect(heldAfter(stretched, stretches, { offset, removed, text })).toEqual(expected);
  });
});

it('finds the marks at a place without looking at all', () => {
  const spans = Array.from({ length: 1000 }, (_, i) => ({ start: 10 * i, end: 10 * i + 4 }));
  expect(touching(spans, { start: 5004, end: 5004 })).toEqual([{ start: 5000, end: 5004 }]);
  expect(touching(spans, { start: 5005, end: 5009 })).toEqual([]);
  expect(touching(spans, { start: 5003, end: 5011 })).toHaveLength(2);
  expect(touching([], { start: 0, end: 9 })).toEqual([]);
});

it('finds the mark of the character behind an offset, else the one that ends there', () => {
  const spans = [
    { start: 0, end: 1 },
    { start: 1, end: 2 },
  ];
  expect([0, 1, 2, 3].map((offset) => spans.indexOf(spanAt(spans, offset) as never))).toEqual([0, 1, 1, -1]);
});

it('puts others in the place of the spans that begin in a range', () => {
  const at = (start: number) => ({ start, end: start + 4 });
  const spans = [0, 5, 10, 15].map(at);
  expect(replaced(spans, { start: 5, end: 15 }, [at(6)])).toEqual([0, 6, 15].map(at));
  expect(replaced(spans, { start: 4, end: 5 }, [])).toEqual(spans);
  expect(replaced(spans, { start: 20, end: 30 }, [at(21)])).toEqual([0, 5, 10, 15, 21].map(at));
  expect(replaced([], { start: 0, end: 9 }, [at(3)])).toEqual([at(3)]);
});
