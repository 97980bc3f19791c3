import { expect, it } from 'vitest';
import { lackOf } from '../../../../src/core/comparison/lack.js';
import { parseRepresentation } from '../../../../src/core/vectors/representation.js';

const MEANS = { layers: 6, hiddenSize: 32, hasPooler: false, hasMask: false, background: 60 };

it.each([
  ['mean@6', undefined],
  ['mean@7', 'layer'],
  ['first-last', undefined],
  ['pooler', 'pooler'],
  ['prompt', 'mask'],
  ['mean+centre', undefined],
  ['mean+whiten32', undefined],
  ['mean+whiten33', 'dimensions'],
  ['mean-max+rotate33', undefined],
  ['mean-max+whiten60', 'background'],
  ['mean-max+whiten', 'background'],
])('of %s: %s', (id, lack) => {
  expect(lackOf(parseRepresentation(id), MEANS)).toBe(lack);
});

it('a model that has all can do all', () => {
  const all = { ...MEANS, hasPooler: true, hasMask: true };
  for (const id of ['pooler', 'prompt@3', 'prompt+whiten8'])
    expect(lackOf(parseRepresentation(id), all)).toBeUndefined();
});
