import { describe, expect, it } from 'vitest';
import { mulberry32, sample } from '../../../../src/core/evaluation/random.js';

/** The first numbers of another implementation, in whole 2^-32ths. */
const KNOWN: [seed: number, first: number[]][] = [
  [0, [1144304738, 1416247, 958946056, 627933444]],
  [1, [2693262067, 11749833, 2265367787, 4213581821]],
  [0x9e3779b1, [2347010974, 1973779238, 1061036011, 2230376248]],
  [2 ** 32 - 1, [3850105811, 813802916, 3073704848, 4054706436]],
];

describe('mulberry32', () => {
  it.each(KNOWN)('seeded with %i gives the numbers that others get', (seed, expected) => {
    const random = mulberry32(seed);
    expect(expected.map(() => random() * 2 ** 32)).toEqual(expected);
  });

  it('takes its seed modulo 2^32', () => {
    expect(mulberry32(2 ** 32 + 1)()).toBe(mulberry32(1)());
    expect(mulberry32(-1)()).toBe(mulberry32(2 ** 32 - 1)());
  });
});

describe('sample', () => {
  const numbers = (list: number[]) => () => list.shift() ?? Number.NaN;

  it('swaps what it draws to the front', () => {
    // 0 + floor(0.9 * 4) = 3: [3, 1, 2, 0]; 1 + floor(0.7 * 3) = 3: [3, 0, 2, 1]; 2 + floor(0 * 2) = 2.
    expect(sample(4, 3, numbers([0.9, 0.7, 0]))).toEqual([3, 0, 2]);
  });

  it('draws everything once when asked for all, and nothing when asked for none', () => {
    expect(sample(10, 10, mulberry32(1))).toEqual([6, 1, 0, 9, 3, 2, 8, 4, 5, 7]);
    expect(sample(10, 3, mulberry32(1))).toEqual([6, 1, 0]);
    expect(sample(10, 0, numbers([]))).toEqual([]);
    expect(sample(0, 0, numbers([]))).toEqual([]);
  });
});
