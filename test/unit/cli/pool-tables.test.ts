import { expect, it } from 'vitest';
import { comparisonTold } from '../../../src/cli/poolTables.js';
import { DEFAULT_METHODS } from '../../../src/core/comparison/comparison.js';
import { difference, ranked } from '../../../src/core/comparison/findings.js';
import { sampleSentences } from '../../../src/core/comparison/samples.js';
import { scene } from '../../webview/scene.js';

const { texts, pairs = [] } = sampleSentences('en');
const comparison = scene(texts, DEFAULT_METHODS, pairs);
const best = ranked(comparison.methods)[0];
const lines = (text: string, from: string, count: number) => {
  const all = text.split('\n');
  const start = all.findIndex((line) => line.startsWith(from));
  expect(start, from).toBeGreaterThanOrEqual(0);
  return all.slice(start, start + count);
};

it('has the methods best first, in columns', () => {
  const [head = '', ...rows] = lines(comparisonTold(comparison), 'method ', 7);
  expect(rows.map((row) => row.split(' ')[0])).toEqual(ranked(comparison.methods).map(({ id }) => id));
  for (const row of rows) {
    expect(row).toHaveLength(head.length);
    expect(row.slice(head.indexOf('Pearson'))).toMatch(/^ *-?\d\.\d{3} {2}/);
  }
});

it.each([
  [undefined, best],
  ['max', comparison.methods.find(({ id }) => id === 'max')],
])('holds them against %s', (against, other) => {
  if (!other) throw new Error('There is nothing to hold them against.');
  const [, ...rows] = lines(comparisonTold(comparison, against), `Spearman less that of ${other.id} `, 6);
  const others = ranked(comparison.methods).filter((method) => method !== other);
  for (const [i, method] of others.entries()) {
    const [id, value = '', low = '', high = ''] = rows[i]?.trim().split(/[ ,[\]]+/) ?? [];
    expect(id).toBe(method.id);
    const away = difference(method, other);
    expect([value, low, high].map(Number)).toEqual(
      [away?.value, away?.low, away?.high].map((number) => expect.closeTo(number ?? Number.NaN, 3)),
    );
  }
});

it('says that there is no clear winner, or that there are too few pairs to tell', () => {
  expect(comparisonTold(comparison)).toMatch(/^No clear winner: \S+ less \S+ is .*, an interval that holds 0\.$/m);
  const few = comparisonTold(scene(texts, ['cls', 'mean'], pairs.slice(0, 3)));
  expect(few).toContain('too few pairs to tell');
});

it('says nothing of gold scores where there are none', () => {
  const told = comparisonTold(scene(texts.slice(0, 4), ['cls', 'mean']));
  expect(told).not.toMatch(/Spearman|winner/);
  expect(lines(told, 'method ', 3)).toHaveLength(3);
});
