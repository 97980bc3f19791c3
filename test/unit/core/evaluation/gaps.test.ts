import { describe, expect, it } from 'vitest';
import { drawGaps, judgeGaps } from '../../../../src/core/evaluation/gaps.js';

const paragraphs = [
  'The cat (a black one) sat on the mat, and looked at the well-known dog.',
  'It was “good”. Nobody knew why.',
  '春天来了，公园里的花都开了。',
];

describe('gaps', () => {
  const gaps = drawGaps(paragraphs, 300, 1);

  it('are a word less, with one of the spaces beside it, and the same place with it', () => {
    expect(gaps).toHaveLength(300);
    for (const { word, deleted, whole } of gaps) {
      expect(whole.text.startsWith(word, whole.offset)).toBe(true);
      const left = deleted.text.slice(0, deleted.offset);
      const right = deleted.text.slice(deleted.offset);
      const restored = [`${left}${word} ${right}`, `${left} ${word}${right}`, left + word + right];
      expect(restored).toContain(whole.text);
      expect(deleted.text).not.toContain('  ');
      expect(deleted.text).not.toMatch(/ [.,”)]/);
    }
  });

  it('are of words that stand apart', () => {
    const words = new Set(gaps.map(({ word }) => word));
    for (const word of ['black', 'mat', 'good', 'why', '春天']) expect(words).toContain(word);
    for (const word of ['well', 'known', '，', '.']) expect(words).not.toContain(word);
  });

  it('are drawn by the seed, longer paragraphs more often', () => {
    expect(drawGaps(paragraphs, 300, 1)).toEqual(gaps);
    expect(drawGaps(paragraphs, 300, 2)).not.toEqual(gaps);
    const counts = paragraphs.map((text) => gaps.filter(({ whole }) => whole.text === text).length);
    expect(counts[0]).toBeGreaterThan(counts[1] as number);
  });

  it('have their surroundings only, of a long paragraph', () => {
    const [gap] = drawGaps(['word '.repeat(200_000)], 1, 1);
    expect(gap?.whole.text.length).toBeLessThanOrEqual(1000);
  });

  it('are none in a text without words', () => {
    expect(drawGaps(['... !', 'well-known'], 10, 1)).toEqual([]);
    expect(drawGaps([], 10, 1)).toEqual([]);
  });
});

describe('answers', () => {
  const gap = { text: '', offset: 0 };
  const drawn = ['The', 'cat', 'sat', 'on'].map((word) => ({ word, deleted: gap, whole: gap }));
  const deleted = [
    { suggestions: ['the', 'a'], evidence: 3 },
    { suggestions: ['dog', 'cat'], evidence: 0.5 },
    { suggestions: ['lay', 'is', 'a', 'b', 'c', 'sat'], evidence: 2 },
    { suggestions: [], evidence: 1 },
  ];
  const whole = [3, 0, 1, Number.NEGATIVE_INFINITY].map((evidence) => ({ suggestions: [], evidence }));

  it.each([
    [Number.NEGATIVE_INFINITY, 1, 1, 0.25, 0.5],
    [0.5, 0.5, 1, 0.25, 0.5],
    [1, 0.5, 0.75, 0.25, 0.25],
    [2.5, 0.25, 0.25, 0.25, 0.25],
  ])('with evidence from %d', (least, falseInserts, found, top1, top5) => {
    const result = judgeGaps(drawn, deleted, whole, least, 1);
    const values = [result.falseInserts, result.found, result.top1, result.top5].map(({ value }) => value);
    expect(values).toEqual([falseInserts, found, top1, top5]);
    expect(result.found.low).toBeLessThanOrEqual(found);
  });
});
