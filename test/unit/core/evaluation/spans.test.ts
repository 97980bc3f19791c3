import { describe, expect, it } from 'vitest';
import type { Tokens } from '../../../../src/core/evaluation/corpus.js';
import { cut } from '../../../../src/core/evaluation/corpus.js';
import { drawSpan, evaluateSpans } from '../../../../src/core/evaluation/spans.js';
import { type HiddenSpan, type SpanAnswers, trySpans } from '../../../../src/core/methods/spanTrial.js';
import { refusal } from '../../../support/errors.js';
import { toyModel } from '../../../support/toyModel.js';

const document = (length: number): Tokens => ({
  ids: Int32Array.from({ length }, (_, i) => 5 + (i % 7)),
  words: Int32Array.from({ length }, (_, i) => i),
});
const options = { window: 12, length: 2, seed: 1, limit: 1000 };

/** Joint is right, greedy about the first token, independent never; the true tokens get ever less probable. */
const answer = ({ ids, places }: HiddenSpan): SpanAnswers => {
  const truth = places.map((place) => ids[place] as number);
  return {
    joint: { tokens: truth, truth: -1, milliseconds: 4 },
    greedy: { tokens: truth.with(-1, 0), truth: -2, milliseconds: 2 },
    independent: { tokens: truth.map(() => 0), truth: -4, milliseconds: 1 },
  };
};

describe('hidden spans', () => {
  it('lie in their sequence, one in each, the same for the same seed', () => {
    const starts = new Set<number>();
    for (const sequence of cut([document(500)], 10)) {
      const { ids, places } = drawSpan(sequence, 3, 7);
      expect([...ids]).toEqual([...sequence.document.ids.subarray(sequence.start, sequence.end)]);
      const [first = -1] = places;
      expect(places).toEqual([first, first + 1, first + 2]);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(places[2]).toBeLessThan(ids.length);
      expect(drawSpan(sequence, 3, 7)).toEqual({ ids, places });
      starts.add(first);
    }
    expect(starts.size).toBe(8);
  });

  it('are counted, and the joint method compared with the others on each', async () => {
    const seen: number[] = [];
    const result = await evaluateSpans(
      [document(400)],
      options,
      async (spans) => spans.map(answer),
      (done) => seen.push(done),
    );
    expect(result).toMatchObject({ length: 2, spans: 40 });
    expect(seen).toEqual([0, 32]);
    expect(result.methods.joint).toEqual({
      exact: { value: 1, low: 1, high: 1 },
      logprob: { value: -1, low: -1, high: -1 },
      milliseconds: 4,
    });
    expect(result.methods.greedy.exact.value).toBe(0);
    expect(result.gains.greedy).toMatchObject({ exact: { value: 1 }, logprob: { value: 1 } });
    expect(result.gains.independent).toMatchObject({ exact: { value: 1 }, logprob: { low: 3 } });
  });

  it('are as many as the limit says, without those that cannot be filled in', async () => {
    const result = await evaluateSpans([document(400)], { ...options, limit: 10 }, async (spans) =>
      spans.map((span, i) => (i < 4 ? undefined : answer(span))),
    );
    expect(result.spans).toBe(6);
    await expect(evaluateSpans([document(3)], options, async () => [])).rejects.toMatchObject(
      refusal('bad-request', /no span of 2 tokens/),
    );
  });
});

describe('a trial of a span', () => {
  const words = ['hot', 'dog', 'big', 'cat', 'a'];
  const model = toyModel(words, (token, place, tokens) => {
    const before = tokens[place - 1] as string;
    if (before === 'hot') return token === 'dog' ? 90 : 1;
    if (before === 'big') return token === 'cat' ? 6 : 3;
    if (tokens[place + 1] === 'dog') return token === 'hot' ? 60 : 1;
    return { hot: 4, big: 6, dog: 3, cat: 2, a: 1 }[token] ?? 1;
  });
  const span: HiddenSpan = { ids: Int32Array.of(9, 5, 6, 9), places: [1, 2] };

  it('has the tokens of each method, and how probable it finds the true ones', async () => {
    const [trial] = await trySpans(model, [span]);
    expect(trial?.joint.tokens).toEqual([5, 6]);
    expect(trial?.greedy.tokens).toEqual([7, 8]);
    expect(trial?.independent.tokens).toEqual([7, 7]);
    const p = { hot: 4 / 16, dog: 3 / 16, dogBehindHot: 90 / 94, hotBeforeDog: 60 / 64 };
    expect(trial?.independent.truth).toBeCloseTo(Math.log(p.hot * p.dog), 5);
    expect(trial?.greedy.truth).toBeCloseTo(Math.log(p.hot * p.dogBehindHot), 5);
    // Both places are as sure, so that either order is as probable.
    const both = (p.hot * p.dogBehindHot + p.dog * p.hotBeforeDog) / 2;
    expect(trial?.joint.truth).toBeCloseTo(Math.log(both), 5);
  });

  it('is none where a true token stands for no text', async () => {
    expect(await trySpans(model, [{ ids: Int32Array.of(9, 1), places: [1] }])).toEqual([undefined]);
  });
});
