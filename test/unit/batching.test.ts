import { describe, expect, it } from 'vitest';
import { bucketOf, Pace, takeBatch } from '../../src/core/batching.js';

describe('takeBatch', () => {
  it('runs the first whatever the budget', () => {
    expect(takeBatch([500], 0)).toEqual([0]);
    expect(takeBatch([], 100)).toEqual([]);
  });

  it('adds only sequences of the same length class', () => {
    expect(takeBatch([10, 100, 12, 9, 8], 1000)).toEqual([0, 2, 3]);
  });

  it('keeps the padded batch within the budget', () => {
    expect(takeBatch([10, 12, 12, 12], 36)).toEqual([0, 1, 2]);
    expect(takeBatch([9, 12, 9], 18)).toEqual([0, 2]);
  });
});

it('has length classes that grow, and none that wastes more than half', () => {
  for (let length = 1; length < 600; length++) {
    expect(bucketOf(length)).toBeGreaterThanOrEqual(length);
    expect(bucketOf(length + 1)).toBeGreaterThanOrEqual(bucketOf(length));
    if (length > 8 && length <= 512) expect(bucketOf(length) / length).toBeLessThan(1.5);
  }
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
