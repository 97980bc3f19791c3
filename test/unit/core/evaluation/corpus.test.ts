import { describe, expect, it } from 'vitest';
import {
  cut,
  documentsOf,
  joinParagraphs,
  spread,
  type TokenSequence,
  type Tokens,
  wholeWords,
} from '../../../../src/core/evaluation/corpus.js';

const tokens = (ids: number[], words: number[] = ids): Tokens => ({
  ids: Int32Array.from(ids),
  words: Int32Array.from(words),
});
const countTo = (n: number) => tokens(Array.from({ length: n }, (_, i) => i));
const ranges = (sequences: readonly TokenSequence[]) => sequences.map(({ start, end }) => [start, end]);

describe('documentsOf', () => {
  it('separates documents at blank lines, however many and whatever white space they hold', () => {
    expect(documentsOf('\n\none\n two \n\n \t\n\nthree\n')).toEqual([['one', 'two'], ['three']]);
  });

  it('takes LF and CRLF, and no other line separator', () => {
    expect(documentsOf('one\r\ntwo\r\n\r\nthree')).toEqual([['one', 'two'], ['three']]);
    expect(documentsOf('one\u2028two\u0085three')).toEqual([['one\u2028two\u0085three']]);
  });

  it('drops a byte order mark', () => {
    expect(documentsOf('\ufeffone')).toEqual([['one']]);
    expect(documentsOf('\ufeff\n\none')).toEqual([['one']]);
  });

  it('finds none in an empty text', () => {
    expect(documentsOf('')).toEqual([]);
    expect(documentsOf(' \n\r\n')).toEqual([]);
  });
});

describe('joinParagraphs', () => {
  it('keeps the words of two paragraphs apart', () => {
    const joined = joinParagraphs([tokens([7, 8, 9], [0, 1, 1]), tokens([]), tokens([5, 6], [0, 0])]);
    expect(joined).toEqual(tokens([7, 8, 9, 5, 6], [0, 1, 1, 2, 2]));
  });

  it('of nothing is nothing', () => {
    expect(joinParagraphs([])).toEqual(tokens([]));
    expect(joinParagraphs([tokens([]), tokens([5], [0])])).toEqual(tokens([5], [0]));
  });
});

describe('cut', () => {
  it('keeps a rest of 8 tokens and leaves out one of 7', () => {
    expect(ranges(cut([countTo(28)], 10))).toEqual([
      [0, 10],
      [10, 20],
      [20, 28],
    ]);
    expect(ranges(cut([countTo(27)], 10))).toEqual([
      [0, 10],
      [10, 20],
    ]);
    expect(ranges(cut([countTo(8)], 100))).toEqual([[0, 8]]);
    expect(cut([countTo(7), countTo(0)], 100)).toEqual([]);
  });

  it('makes sequences of fewer than 8 tokens when they are asked for', () => {
    expect(ranges(cut([countTo(7)], 3))).toEqual([
      [0, 3],
      [3, 6],
    ]);
  });

  it('numbers the sequences through all documents, those that are left out not counted', () => {
    const documents = [countTo(20), countTo(5), countTo(10)];
    const sequences = cut(documents, 10);
    expect(sequences.map(({ number, document, start }) => [number, documents.indexOf(document), start])).toEqual([
      [0, 0, 0],
      [1, 0, 10],
      [2, 2, 0],
    ]);
  });
});

describe('spread', () => {
  const letters = [...'abcdefghij'];

  it('takes items at even distances, from the first on', () => {
    expect(spread(letters, 4)).toEqual([...'acfh']); // 0, 2.5, 5, 7.5
    expect(spread(letters, 3)).toEqual([...'adg']); // 0, 3.3, 6.7
    expect(spread(letters, 1)).toEqual(['a']);
  });

  it('takes all when there are no more', () => {
    expect(spread(letters, 10)).toEqual(letters);
    expect(spread(letters, 11)).toEqual(letters);
    expect(spread(letters, Number.POSITIVE_INFINITY)).toEqual(letters);
  });
});

describe('wholeWords', () => {
  //                         0  1  2  3  4  5  6  7
  const document = tokens([9, 9, 9, 9, 9, 9, 9, 9], [0, 1, 1, 2, 3, 3, 3, 4]);
  const of = (start: number, end: number) => wholeWords({ number: 0, document, start, end });

  it('are runs of one word number', () => {
    expect(of(0, 8)).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
      [4, 7],
      [7, 8],
    ]);
  });

  it('are counted from the start of the sequence, without those that its borders cut', () => {
    expect(of(1, 7)).toEqual([
      [0, 2],
      [2, 3],
      [3, 6],
    ]);
    expect(of(2, 6)).toEqual([[1, 2]]);
    expect(of(4, 6)).toEqual([]);
    expect(of(5, 6)).toEqual([]);
    expect(of(3, 4)).toEqual([[0, 1]]);
  });
});
