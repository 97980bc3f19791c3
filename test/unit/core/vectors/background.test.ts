import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../../src/core/steps.js';
import { backgroundPairs, meanCosine } from '../../../../src/core/vectors/backgroundPairs.js';
import {
  BACKGROUND_LANGUAGES,
  backgroundLanguage,
  backgroundSentences,
  sentenceKey,
} from '../../../../src/core/vectors/backgroundText.js';

describe('the language of a background', () => {
  it.each([
    [['The cat sat.'], 'en'],
    [['猫坐在垫子上。'], 'zh'],
    [['使用 JavaScript 的编译器。'], 'zh'],
    [['The word 猫 means cat in Chinese.'], 'en'],
    [[], 'en'],
    [['😀 12'], 'en'],
  ] as const)('of %j is %s', (texts, language) => {
    expect(backgroundLanguage(texts)).toBe(language);
  });
});

describe.each(BACKGROUND_LANGUAGES)('the sentences that ship for %s', (language) => {
  const file = new URL(`../../../../models/background/${language}.txt`, import.meta.url);
  const sentences = backgroundSentences(readFileSync(file, 'utf8'));
  it('are 2,000, each once, in their language', () => {
    expect(sentences).toHaveLength(2000);
    expect(new Set(sentences.map(sentenceKey)).size).toBe(2000);
    expect(sentences.filter((sentence) => backgroundLanguage([sentence]) !== language)).toEqual([]);
  });
});

it('a file may tell about itself', () => {
  expect(backgroundSentences('# from somewhere\nOne.\r\n\n  Two.\n')).toEqual(['One.', 'Two.']);
});

describe('random pairs', () => {
  const vectors = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, 1)];
  it('are of different sentences, the same each time', () => {
    const pairs = runAtOnce(backgroundPairs(vectors, [3, 4, 5]));
    const kinds = new Map<string, number>();
    pairs.cosines.forEach((cosine, i) => {
      const kind = `${Math.min(...pairs.lengths.subarray(2 * i, 2 * i + 2))} ${cosine.toFixed(2)}`;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    });
    expect([...kinds.keys()].toSorted()).toEqual(['3 0.00', '3 0.71', '4 0.71']);
    for (const count of kinds.values()) expect(count / pairs.cosines.length).toBeCloseTo(1 / 3, 1);
    expect(meanCosine(pairs)).toBeCloseTo((2 * Math.SQRT1_2) / 3, 1);
    expect(runAtOnce(backgroundPairs(vectors, [3, 4, 5]))).toEqual(pairs);
  });
  it('need two sentences', () => {
    expect(runAtOnce(backgroundPairs(vectors.slice(0, 1), [3])).cosines).toHaveLength(0);
  });
});
