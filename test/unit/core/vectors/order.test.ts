import { expect, it } from 'vitest';
import { groupedOrder } from '../../../../src/core/vectors/order.js';

it('puts together what is alike', () => {
  // Two groups, {0, 2, 4} and {1, 3}, of which 4 and 1 are most alike.
  const group = [0, 1, 0, 1, 0];
  const similarity = group.map((a, i) =>
    group.map((b, j) => (i === j ? 1 : a === b ? 0.9 : i + j === 5 && Math.abs(i - j) === 3 ? 0.3 : 0.1)),
  );
  const order = groupedOrder(similarity);
  expect(order.toSorted()).toEqual([0, 1, 2, 3, 4]);
  const groups = order.map((i) => group[i]).join('');
  expect(['00011', '11000']).toContain(groups);
  const border = groups.startsWith('0') ? [order[2], order[3]] : [order[2], order[1]];
  expect(border).toEqual([4, 1]);
});

it('is nothing to do for none and one', () => {
  expect(groupedOrder([])).toEqual([]);
  expect(groupedOrder([[1]])).toEqual([0]);
});

it('has each thing once, whatever the similarities are', () => {
  expect(groupedOrder([Float64Array.of(1, Number.NaN), Float64Array.of(Number.NaN, 1)]).toSorted()).toEqual([0, 1]);
});
