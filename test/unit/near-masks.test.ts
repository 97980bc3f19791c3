import { expect, it } from 'vitest';
import { findMasks } from '../../src/core/masks.js';
import { nearMasks } from '../../src/core/nearMasks.js';

const near = (text: string, index: number) => {
  const masks = findMasks(text);
  return nearMasks(text, masks, index).map((mask) => masks.indexOf(mask));
};

it('are those of the paragraph', () => {
  const text = '[MASK] a\n[MASK] b.\r\n \r\n[MASK] c [MASK].\n\n[MASK]';
  expect(near(text, 0)).toEqual([0, 1]);
  expect(near(text, 3)).toEqual([2, 3]);
  expect(near(text, 4)).toEqual([4]);
});

it('are at most six, the nearest', () => {
  const text = '[MASK] '.repeat(20);
  expect(near(text, 0)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(near(text, 19)).toEqual([14, 15, 16, 17, 18, 19]);
  expect(near(text, 10)).toHaveLength(6);
  expect(near(text, 10)).toContain(10);
  expect(near(text, 10)[0]).toBeGreaterThanOrEqual(7);
});
