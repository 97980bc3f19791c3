import { describe, expect, it } from 'vitest';
import { joinParts, splitTokens } from '../../../../src/core/vectors/parts.js';

describe('splitting what is too long', () => {
  it('leaves alone what fits', () => {
    expect(splitTokens(5, 5, [0, 3], [0, 1, 2, 3, 4])).toEqual([[0, 5]]);
    expect(splitTokens(0, 5, [], [])).toEqual([]);
  });
  it('ends parts where sentences end', () => {
    expect(splitTokens(12, 5, [0, 2, 4, 9], [])).toEqual([
      [0, 4],
      [4, 9],
      [9, 12],
    ]);
  });
  it('ends them between words in a sentence that is too long, and anywhere in a word that is', () => {
    expect(splitTokens(14, 5, [0], [0, 3, 7])).toEqual([
      [0, 3],
      [3, 7],
      [7, 12],
      [12, 14],
    ]);
  });
});

describe('joining parts', () => {
  const parts = [Float32Array.of(1, -4), Float32Array.of(4, -1)];
  it('weighs by tokens', () => {
    expect([...joinParts('mean', parts, [1, 2])]).toEqual([3, -2]);
    expect([...joinParts('cls', parts, [1, 2])]).toEqual([3, -2]);
  });
  it('takes the greatest for max', () => {
    expect([...joinParts('max', parts, [1, 2])]).toEqual([4, -1]);
  });
  it('keeps a single one', () => {
    expect(joinParts('mean', [Float32Array.of(7)], [0])).toEqual(Float32Array.of(7));
  });
});
