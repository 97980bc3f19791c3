import { describe, expect, it } from 'vitest';
import { findMasks, maskAt, replaceSpans } from '../../src/core/masks.js';

const slices = (text: string, more?: string[]) => findMasks(text, more).map(({ start, end }) => text.slice(start, end));

describe('findMasks', () => {
  it('finds the usual spellings in order, also side by side and at the ends', () => {
    expect(slices('[MASK] a<mask>[MASK]')).toEqual(['[MASK]', '<mask>', '[MASK]']);
  });

  it('leaves other spellings alone unless they are given', () => {
    expect(slices('[mask] <MASK> [ MASK ] ____')).toEqual([]);
    expect(slices('a ____ b', ['____'])).toEqual(['____']);
  });

  it('takes spellings as text, not as patterns, and ignores empty ones', () => {
    expect(slices('a.b a+b (.*)', ['.', '(.*)', '', '  '])).toEqual(['.', '(.*)']);
  });

  it('prefers the longer of two spellings at one place', () => {
    expect(slices('____', ['__', '____'])).toEqual(['____']);
  });

  it('counts in UTF-16 units', () => {
    expect(findMasks('😀[MASK]')).toEqual([{ start: 2, end: 8 }]);
  });
});

describe('maskAt', () => {
  const masks = findMasks('x[MASK][MASK]y');

  it('takes the cursor inside a mask or at either end, and the left one between two', () => {
    expect([0, 1, 4, 7, 8, 13].map((offset) => masks.indexOf(maskAt(masks, offset) as never))).toEqual([
      -1, 0, 0, 0, 1, 1,
    ]);
    expect(maskAt(masks, 14)).toBeUndefined();
  });
});

describe('replaceSpans', () => {
  it('replaces each span and says where the replacements stand', () => {
    const text = 'a <mask> b [MASK]';
    const replaced = replaceSpans(text, findMasks(text), '[M]');
    expect(replaced.text).toBe('a [M] b [M]');
    expect(replaced.spans.map(({ start, end }) => replaced.text.slice(start, end))).toEqual(['[M]', '[M]']);
  });

  it('without spans gives the text back', () => {
    expect(replaceSpans('abc', [], 'x')).toEqual({ text: 'abc', spans: [] });
  });
});
