import { describe, expect, it } from 'vitest';
import { MappedText, type Part } from '../../../../src/core/prose/index.js';
import { generator } from './fixtures.js';

describe('MappedText', () => {
  //                         0123456789012345
  const read = new MappedText('// one `x` two\n// three', [
    { start: 3, end: 7 },
    { start: 7, end: 10, text: 'X' },
    { start: 10, end: 14 },
    { start: 14, end: 18, text: ' ' },
    { start: 18, end: 23 },
  ]);

  it('reads its parts one after the other', () => {
    expect(read.text).toBe('one X two three');
    expect([read.start, read.end]).toEqual([3, 23]);
    expect(read.ranges).toEqual([
      { start: 3, end: 7 },
      { start: 10, end: 14 },
      { start: 18, end: 23 },
    ]);
  });

  it('goes back to the source, by what a position belongs to', () => {
    expect(read.toSource(0)).toBe(3);
    expect([read.toSource(4), read.toSource(5, 'end')]).toEqual([7, 10]);
    expect([read.toSource(9, 'end'), read.toSource(9), read.toSource(10, 'end'), read.toSource(10)]).toEqual([
      14, 14, 18, 18,
    ]);
    expect(read.toSource(15)).toBe(23);
    expect(() => read.toSource(16)).toThrow(RangeError);
    expect(() => read.toSource(-1)).toThrow(RangeError);
    expect(() => read.toSource(Number.NaN)).toThrow(RangeError);
  });

  it('finds no place for what was left out or replaced', () => {
    expect([2, 3, 7, 8, 9, 10, 15, 18, 23, 24].map((offset) => read.fromSource(offset))).toEqual([
      ...[undefined, 0, 4, undefined, undefined, 5, undefined, 10, 15, undefined],
    ]);
  });

  it('tells what of a span stands in the source', () => {
    expect(read.sourceSpans({ start: 6, end: 9 })).toEqual([{ start: 11, end: 14 }]);
    expect(read.sourceSpans({ start: 0, end: 8 })).toEqual([
      { start: 3, end: 7 },
      { start: 10, end: 13 },
    ]);
    expect(read.sourceSpans({ start: 4, end: 5 })).toEqual([]);
  });

  it('has nothing where nothing was read', () => {
    const nothing = new MappedText('abc', []);
    expect([nothing.text, nothing.toSource(0), nothing.fromSource(0)]).toEqual(['', 0, undefined]);
  });

  it('maps every position there and back, also through two texts', () => {
    const random = generator(3);
    for (let round = 0; round < 500; round++) {
      const source = Array.from({ length: random(40) }, () => 'ab \n😀é'.charAt(random(7))).join('');
      const outer = randomText(source, random);
      const inner = randomText(outer.text, random);
      check(outer);
      const lifted = new MappedText(source, outer.lift(inner.parts));
      expect(lifted.text).toBe(inner.text);
      check(lifted);
    }
  });
});

function randomText(source: string, random: (below: number) => number): MappedText {
  const parts: Part[] = [];
  for (let at = random(3); at < source.length; ) {
    const end = Math.min(source.length, at + 1 + random(5));
    parts.push(random(3) === 0 ? { start: at, end, text: ['X', ' ', ''][random(3)] as string } : { start: at, end });
    at = end + random(3);
  }
  return new MappedText(source, parts);
}

function check(read: MappedText): void {
  for (const { start, end } of read.ranges) {
    for (let at = start; at < end; at++) {
      const offset = read.fromSource(at) as number;
      expect(read.text[offset]).toBe(read.source[at]);
      expect(read.toSource(offset)).toBe(at);
      expect(read.toSource(offset + 1, 'end')).toBe(at + 1);
      expect(read.sourceSpans({ start: offset, end: offset + 1 })).toEqual([{ start: at, end: at + 1 }]);
    }
  }
  for (let at = 0; at <= read.source.length; at++) {
    const offset = read.fromSource(at);
    if (offset === undefined) continue;
    expect(read.toSource(offset, 'end')).toBeLessThanOrEqual(at);
    expect(read.toSource(offset, 'start')).toBeGreaterThanOrEqual(at);
  }
}
