import { describe, expect, it } from 'vitest';
import { spearman } from '../../../../src/core/evaluation/correlation.js';
import { evaluateSts, readScoredPairs } from '../../../../src/core/evaluation/sts.js';
import { chosen, layerChoices, poolingKinds, treatmentsFor } from '../../../../src/core/evaluation/stsGrid.js';
import { parseRepresentation } from '../../../../src/core/vectors/representation.js';

describe('files of scored pairs', () => {
  it('have two sentences and a score, quotation marks and all', () => {
    const pairs = readScoredPairs('sentence1\tsentence2\tscore\n"A" cat.\tA dog\t3.5\r\n\nx\ty\t0\na\tb\t5\n');
    expect(pairs).toHaveLength(3);
    expect(pairs[0]).toEqual({ texts: ['"A" cat.', 'A dog'], gold: 3.5 });
  });

  it('or the columns of STS-B, more at the end or not', () => {
    const line = 'main-captions\tMSRvid\t2012test\t0000\t5.000\tA man.\tA woman.';
    const pairs = readScoredPairs(`${line}\n${line}\tsource\tsource\n${line.replace('MSRvid', 'images')}\n`);
    expect(pairs[1]).toEqual({ texts: ['A man.', 'A woman.'], gold: 5, subset: 'MSRvid' });
    expect(pairs[2]?.subset).toBe('images');
  });

  it('or the columns that the first line names, as GLUE has them', () => {
    const names = 'index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore';
    const line = '0\tmain-captions\tMSRvid\t2012test\t0001\tnone\tnone\tA man.\tA woman.\t2.500';
    const pairs = readScoredPairs([names, line, line, line].join('\n'));
    expect(pairs).toHaveLength(3);
    expect(pairs[0]).toEqual({ texts: ['A man.', 'A woman.'], gold: 2.5, subset: 'MSRvid' });
  });

  it.each([
    ['a\tb\t1\na\tb\n', 'Line 2 does not hold'],
    ['a\tb\t1\na\tb\t\n', 'Line 2 does not hold'],
    ['a\tb\t1\na\tb\tc\n', 'Line 2 does not hold'],
    ['a\tb\t1\n', 'There are 1 scored pairs'],
    ['index\tsentence1\tsentence2\tx\n', 'names no column "score"'],
    ['', 'There are 0 scored pairs'],
  ])('are refused when they hold %j', (text, message) => {
    expect(() => readScoredPairs(text)).toThrow(message);
  });
});

describe('results', () => {
  const pair = (gold: number, subset?: string) => ({ texts: ['a', 'b'] as const, gold, ...(subset && { subset }) });

  it('name both protocols where there are subsets', () => {
    const pairs = [pair(1, 'x'), pair(2, 'x'), pair(3, 'x'), pair(1, 'y'), pair(2, 'y')];
    const cosines = [0.1, 0.2, 0.3, 0.9, 0.8];
    const result = evaluateSts(pairs, cosines, { replicates: 50 });
    expect(result.wmean).toBeCloseTo((3 * 1 + 2 * -1) / 5, 12);
    expect(result.spearman.value).toBe(spearman(cosines, [1, 2, 3, 1, 2]));
    expect(evaluateSts([pair(1), pair(2), pair(4)], [1, 2, 4], { replicates: 50 })).toMatchObject({
      pairs: 3,
      pearson: 1,
    });
    expect(evaluateSts([pair(1), pair(2), pair(4)], [1, 2, 4], { replicates: 50 }).wmean).toBeUndefined();
  });
});

describe('the grid', () => {
  it('has what the model has', () => {
    const poolings = (has: boolean) => poolingKinds({ hasPooler: has, hasMask: has }).map(({ pooling }) => pooling);
    expect(poolings(true)).toEqual(expect.arrayContaining(['pooler', 'prompt', 'cls']));
    expect(poolings(false)).not.toEqual(expect.arrayContaining(['pooler']));
    expect(layerChoices({ pooling: 'mean', bare: true }, 3)).toEqual([0, 1, 2, 'last', 'last-2', 'first-last']);
    expect(layerChoices({ pooling: 'cls', bare: false }, 2)).toEqual([1, 'last', 'last-2']);
    expect(layerChoices({ pooling: 'pooler', bare: false }, 3)).toEqual(['last']);
    expect(treatmentsFor(100).map(({ kind, ...it }) => `${kind}${'k' in it ? it.k : ''}`)).toEqual([
      'raw',
      'centre',
      'whiten32',
      'whiten64',
      'whiten',
      'rotate32',
      'rotate64',
    ]);
    expect(treatmentsFor(2048)).toHaveLength(2);
  });

  it('chooses a treatment only when it is clearly better, and nothing without a value', () => {
    const tried = (id: string, spearman: number) => ({ representation: parseRepresentation(id), spearman });
    const name = (all: ReturnType<typeof tried>[]) => chosen(all)?.spearman;
    expect(name([tried('cls', Number.NaN), tried('mean', 0.5), tried('mean+whiten', 0.502)])).toBe(0.5);
    expect(name([tried('mean', 0.5), tried('mean+whiten', 0.51)])).toBe(0.51);
    expect(name([tried('cls', Number.NaN)])).toBeUndefined();
  });
});
