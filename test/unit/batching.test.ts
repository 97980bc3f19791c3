import { describe, expect, it } from 'vitest';
import { Pace, takeBatch } from '../../src/core/batching.js';

describe('takeBatch', () => {
  it('runs the first whatever the budget', () => {
    expect(takeBatch([500], 0)).toEqual([0]);
    expect(takeBatch([], 100)).toEqual([]);
  });

  it('leaves out what would make more than a quarter of padding', () => {
    expect(takeBatch([10, 100, 12, 9, 8], 1000)).toEqual([0, 2, 3, 4]);
    expect(takeBatch([100, 59, 60, 61], 1000)).toEqual([0, 2]);
  });

  it('keeps the padded batch within the budget', () => {
    expect(takeBatch([10, 12, 12, 12], 36)).toEqual([0, 1, 2]);
    expect(takeBatch([9, 12, 9], 18)).toEqual([0, 2]);
  });
});

describe('Pace', () => {
  it('knows nothing at first, then says how many tokens fit', () => {
    const pace = new Pace();
    expect(pace.tokensIn(40)).toBe(0);
    pace.learn(100, 10);
    expect(pace.tokensIn(40)).toBeCloseTo(400);
  });

  it('follows a device that becomes slower', () => {
    const pace = new Pace();
    pace.learn(100, 10);
    for (let i = 0; i < 20; i++) pace.learn(100, 100);
    expect(pace.tokensIn(40)).toBeCloseTo(40, 0);
  });
});
