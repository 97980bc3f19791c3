import { describe, expect, it } from 'vitest';
import { judgePairs, type Paradigm, parseParadigm, summarise } from '../../../../src/core/evaluation/blimp.js';

const line = (good: string, bad: string, field = 'syntax') =>
  JSON.stringify({ sentence_good: good, sentence_bad: bad, field, UID: 'x' });

describe('a file of minimal pairs', () => {
  it('has a pair a line', () => {
    const text = `${line('a b', 'b a')}\r\n${line('c', 'd', 'syntax/semantics')}\n\n`;
    expect(parseParadigm('island', text)).toEqual({
      name: 'island',
      field: 'syntax_semantics',
      pairs: [
        { good: 'a b', bad: 'b a' },
        { good: 'c', bad: 'd' },
      ],
    });
  });

  it.each([
    ['{', /island, line 1: it is no JSON/],
    [`${line('a', 'b')}\n{"sentence_good": "a"}`, /line 2: it has no sentence_good and sentence_bad/],
    ['[1]', /line 1/],
    ['\n', /holds no pairs/],
  ])('is refused as %j', (text, message) => {
    expect(() => parseParadigm('island', text)).toThrow(message);
  });
});

describe('minimal pairs', () => {
  const paradigm = (name: string, field: string, scores: readonly (readonly [number, number])[]): Paradigm => ({
    name,
    field,
    pairs: scores.map(([good, bad]) => ({ good: `${good}`, bad: `${bad}` })),
  });
  const score = async (texts: readonly string[]) => texts.map(Number);

  it('are right when the good sentence has the higher score', async () => {
    const given = [
      paradigm('a', 'syntax', [
        [2, 1],
        [1, 1],
        [1, 2],
        [-1, -2],
      ]),
    ];
    expect((await judgePairs(given, 10, score))[0]?.hits).toEqual([1, 0, 0, 1]);
  });

  it('are taken evenly up to the limit, and asked for in groups', async () => {
    const sizes: number[] = [];
    const given = [
      paradigm(
        'a',
        'x',
        Array.from({ length: 400 }, (_, i) => [i % 2, 0.5]),
      ),
      paradigm('b', 'x', [[1, 0]]),
    ];
    const count = async (texts: readonly string[]) => {
      sizes.push(texts.length);
      return score(texts);
    };
    const progress: [number, number][] = [];
    const results = await judgePairs(given, 200, count, (...numbers) => progress.push(numbers));
    expect(results.map(({ hits }) => hits.length)).toEqual([200, 1]);
    expect(sizes).toEqual([256, 144, 2]);
    expect(progress).toEqual([
      [0, 201],
      [128, 201],
      [200, 201],
    ]);
  });

  it('weigh by paradigms, not by pairs', () => {
    const results = [
      { name: 'a', field: 'syntax', hits: [1, 1, 1, 1, 1, 1] },
      { name: 'b', field: 'syntax', hits: [0, 0] },
      { name: 'c', field: 'morphology', hits: [1, 0, 1, 1] },
    ];
    const { average, fields, paradigms } = summarise(results, 1);
    expect(average.value).toBeCloseTo((1 + 0 + 0.75) / 3, 12);
    expect(average.low).toBeLessThan(average.value);
    expect(average.high).toBeGreaterThan(average.value);
    expect(fields.map(({ name, paradigms: count, average: { value } }) => [name, count, value])).toEqual([
      ['morphology', 1, 0.75],
      ['syntax', 2, 0.5],
    ]);
    expect(fields[1]?.average).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(paradigms.map(({ accuracy }) => accuracy.value)).toEqual([1, 0, 0.75]);
  });
});
