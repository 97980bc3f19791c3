import { describe, expect, it } from 'vitest';
import { findMasks, type Mask, maskAt, replaceOthers, replaceSpans, splitCandidates } from '../../src/core/masks.js';

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

describe('masks with candidates', () => {
  const candidates = (text: string) => findMasks(text).map((mask) => mask.candidates);

  it('name them between bars', () => {
    const text = 'It may [MASK:affect|effect|have an effect on] a <mask>.';
    expect(slices(text)).toEqual(['[MASK:affect|effect|have an effect on]', '<mask>']);
    expect(candidates(text)).toEqual([['affect', 'effect', 'have an effect on'], undefined]);
  });

  it('take a bar, a bracket and a backslash as text behind a backslash', () => {
    const text = String.raw`[MASK:a\|b|c\]|d\\]!`;
    expect(candidates(text)).toEqual([['a|b', 'c]', 'd\\']]);
    expect(slices(text)).toEqual([text.slice(0, -1)]);
  });

  it('drop empty ones and doubles; with none left it is any mask', () => {
    expect(candidates('[MASK: a ||a|b|]')).toEqual([['a', 'b']]);
    expect(candidates('[MASK:] [MASK: | ]')).toEqual([undefined, undefined]);
  });

  it('end on their line, and are no masks without an end', () => {
    expect(slices('[MASK:a\nb] [MASK:a')).toEqual([]);
    expect(slices('[MASK:a [MASK]')).toEqual(['[MASK:a [MASK]']);
  });

  it('are looked for in a time that grows with the text alone', () => {
    const started = performance.now();
    expect(findMasks('[MASK:'.repeat(50_000))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('may be separated by something else', () => {
    expect(splitCandidates(String.raw`a, b\,c ,,a,𠀀`, ',')).toEqual(['a', 'b,c', '𠀀']);
    expect(splitCandidates('\\', ',')).toEqual(['\\']);
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

describe('replaceOthers', () => {
  it('replaces the others and says where the spans stand then', () => {
    const text = '<mask> 😀 [MASK:a|b] <mask> c [MASK]';
    const masks = findMasks(text);
    const [first, second, third, last] = masks as [Mask, Mask, Mask, Mask];
    const replaced = replaceOthers(text, [second, last], [first, third], '[M]');
    expect(replaced.text).toBe('[M] 😀 [MASK:a|b] [M] c [MASK]');
    expect(replaced.spans.map(({ start, end }) => replaced.text.slice(start, end))).toEqual(['[MASK:a|b]', '[MASK]']);
    expect(replaced.spans[0]?.candidates).toEqual(['a', 'b']);
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
