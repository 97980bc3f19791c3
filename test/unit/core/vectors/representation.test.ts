import { describe, expect, it } from 'vitest';
import {
  formatRepresentation,
  layersOf,
  parseRepresentation,
  rawId,
} from '../../../../src/core/vectors/representation.js';

describe('ids of representations', () => {
  it.each([
    'mean',
    'first-last',
    'last-2',
    'cls',
    'pooler',
    'prompt',
    'mean@2',
    'max@first-last',
    'mean-max@0',
    'mean-sqrt/bare',
    'weighted-mean@last-2/bare+centre',
    'mean+whiten',
    'mean+whiten64',
    'first-last/bare+rotate256',
  ])('%s is read and written', (id) => {
    expect(formatRepresentation(parseRepresentation(id))).toBe(id);
  });

  it.each([
    ['mean@last', 'mean'],
    ['mean@first-last', 'first-last'],
    ['mean@last-2/bare', 'last-2/bare'],
    [' cls@last ', 'cls'],
    ['mean@02', 'mean@2'],
  ])('%s is %s', (id, canonical) => {
    expect(formatRepresentation(parseRepresentation(id))).toBe(canonical);
  });

  it.each([
    '',
    'median',
    'mean@',
    'mean@-1',
    'mean@x',
    'cls/bare',
    'pooler@2',
    'mean+centre3',
    'mean+whiten0',
    'mean+raw',
    'first-last@2',
    'mean+whiten64+centre',
    '__proto__',
    'Mean',
  ])('refuses %j', (id) => {
    expect(() => parseRepresentation(id)).toThrow(/is no sentence representation/);
  });

  it('has the parts that the id names', () => {
    expect(parseRepresentation('mean@2/bare+whiten64')).toEqual({
      pooling: 'mean',
      layers: 2,
      bare: true,
      treatment: { kind: 'whiten', k: 64 },
    });
    expect(rawId(parseRepresentation('first-last+rotate8'))).toBe('first-last');
  });
});

describe('layers', () => {
  it('are numbered from the embeddings; the first is the one behind them', () => {
    expect(layersOf('last', 4)).toEqual([4]);
    expect(layersOf('last-2', 4)).toEqual([3, 4]);
    expect(layersOf('first-last', 4)).toEqual([1, 4]);
    expect(layersOf('first-last', 1)).toEqual([1]);
    expect(layersOf(0, 4)).toEqual([0]);
    expect(() => layersOf(5, 4)).toThrow('The model has the layers 0 to 4, not 5.');
  });
});
