import { expect, it } from 'vitest';
import { parseRepresentation } from '../../../../src/core/vectors/representation.js';
import { type PooledText, rawVectors, type StateKey, statesFor } from '../../../../src/core/vectors/states.js';

const read = (...ids: string[]) => ids.map(parseRepresentation);
const show = ({ pooling, layer, bare }: StateKey) => `${pooling}@${layer}${bare ? '/bare' : ''}`;

it('asks for each state once', () => {
  const keys = statesFor(read('mean', 'first-last+whiten8', 'mean-sqrt', 'mean-max', 'cls@2', 'mean/bare'), 4);
  expect(keys.map(show)).toEqual(['mean@4', 'mean@1', 'max@4', 'cls@2', 'mean@4/bare']);
});

it('makes vectors of the states, whatever their order', () => {
  const keys: StateKey[] = [
    { pooling: 'max', layer: 2, bare: false },
    { pooling: 'mean', layer: 2, bare: false },
    { pooling: 'mean', layer: 1, bare: false },
    { pooling: 'mean', layer: 2, bare: true },
  ];
  const states = [
    [9, 8],
    [1, 2],
    [3, 6],
    [5, 7],
  ].map((values) => Float32Array.from(values));
  const text: PooledText = { states, tokens: 7, unknown: 0, specials: 2, parts: 1 };
  const vector = (id: string) => [...rawVectors(parseRepresentation(id), keys, 2)(text)];
  expect(vector('mean')).toEqual([1, 2]);
  expect(vector('mean/bare')).toEqual([5, 7]);
  expect(vector('first-last')).toEqual([2, 4]);
  expect(vector('mean-max')).toEqual([1, 2, 9, 8]);
  expect(vector('mean-sqrt')).toEqual([3, 6]);
  expect(vector('mean-sqrt/bare')[0]).toBeCloseTo(5 * Math.sqrt(7), 5);
});
