import { describe, expect, it } from 'vitest';
import type { Tokens } from '../../../../src/core/evaluation/corpus.js';
import {
  drawTokens,
  drawWords,
  evaluateMlm,
  type Masked,
  type Prediction,
  shareOf,
} from '../../../../src/core/evaluation/mlm.js';

/** Token i has the id 100 + i. Without `words`, each is a word of its own. */
function document(length: number, words: (i: number) => number = (i) => i): Tokens {
  const all = Array.from({ length }, (_, i) => i);
  return { ids: Int32Array.from(all, (i) => 100 + i), words: Int32Array.from(all, words) };
}

const sequence = (number: number, length: number, words?: (i: number) => number) => ({
  number,
  document: document(length, words),
  start: 0,
  end: length,
});

/** Answers each place with `rank` and `logprob` of the token there. */
const answering =
  (rank: (id: number) => number, logprob: (id: number) => number = () => -1) =>
  async (sequences: readonly Masked[]): Promise<Prediction[]> =>
    sequences.map(({ ids, places }) => ({
      ranks: Int32Array.from(places, (place) => rank(ids[place] as number)),
      logprobs: Float32Array.from(places, (place) => logprob(ids[place] as number)),
    }));

const all = { seed: 1, limit: Number.POSITIVE_INFINITY };

it('masks 15 %, halves rounded up, but at least one of what there is', () => {
  expect([1, 3, 4, 9, 10, 16, 17, 30, 50, 126].map(shareOf)).toEqual([1, 1, 1, 1, 2, 2, 3, 5, 8, 19]);
  expect(shareOf(0)).toBe(0);
});

describe('what is masked', () => {
  it('is the same as in another implementation', () => {
    expect(drawTokens(sequence(0, 126), 1)).toEqual([
      68, 58, 32, 66, 112, 89, 57, 62, 90, 64, 16, 71, 3, 73, 119, 4, 69, 121, 74,
    ]);
    expect(drawWords(sequence(5, 126), 7).map(([start]) => start)).toEqual([
      39, 44, 35, 12, 72, 109, 22, 58, 76, 91, 65, 93, 53, 10, 24, 79, 122, 115, 3,
    ]);
  });

  it('depends on the seed and on the number of the sequence', () => {
    const draws = [drawTokens(sequence(0, 126), 1), drawTokens(sequence(0, 126), 2), drawTokens(sequence(1, 126), 1)];
    expect(new Set(draws.map(String)).size).toBe(3);
    expect(drawTokens(sequence(0, 126), 2 ** 32 + 1)).toEqual(draws[0]);
  });

  it('is whole words with all their tokens', () => {
    const pairs = sequence(5, 252, (i) => i >> 1);
    const alone = drawWords(sequence(5, 126), 7);
    expect(drawWords(pairs, 7)).toEqual(alone.map(([word]) => [2 * word, 2 * word + 2]));
    expect(
      drawWords(
        sequence(0, 10, () => 0),
        1,
      ),
    ).toEqual([[0, 10]]);
  });
});

describe('evaluateMlm', () => {
  it('counts first guesses, those among five, and the mean loss, over all masked tokens', async () => {
    const documents = [document(20), document(10)];
    const places = [drawTokens(sequence(0, 20), 1), drawTokens(sequence(1, 10), 1)];
    const ids = places.flat().map((place) => 100 + place);
    expect(new Set(ids).size).toBe(5); // 3 of 20 and 2 of 10
    const [right, fifth] = ids as [number, number];
    const rank = (id: number) => (id === right ? 0 : id === fifth ? 4 : -1);
    const logprob = (id: number) => (id === right ? -0.5 : -3);
    const result = await evaluateMlm(documents, { length: 22, ...all }, answering(rank, logprob));
    expect(result).toMatchObject({ sequences: 2, tokens: 5, top1: 1 / 5, top5: 2 / 5, loss: 12.5 / 5, words: 5 });
    // Residuals of the two sequences: 1 - 3/5 and 0 - 2/5.
    expect(result.top1Margin).toBeCloseTo((1.959964 * Math.sqrt(2 * 2 * 0.4 ** 2)) / 5, 12);
  });

  it('calls a word right when each of its tokens is', async () => {
    const documents = [document(40, (i) => i >> 1), document(60, (i) => i >> 1)];
    const [words0, words1] = [20, 30].map((count, n) => drawWords(sequence(n, count), 1).map(([word]) => word));
    const both = new Set([...(words0 ?? []), ...(words1 ?? [])]);
    const [first, second] = words0 as [number, number];
    const wrong = [100 + 2 * first, 101 + 2 * second]; // one token of each
    const ask = answering((id) => (wrong.includes(id) ? 1 : 0));
    const { words, wordTop1, tokens } = await evaluateMlm(documents, { length: 62, ...all }, ask);
    expect(both.size).toBe(8); // 3 of 20 and 5 of 30: none is drawn in both documents
    expect(words).toBe(8);
    expect(wordTop1).toBe(6 / 8);
    expect(tokens).toBe(6 + 9);
  });

  it('leaves out of the words a sequence that has none as a whole', async () => {
    const long = document(30, (i) => (i < 10 ? i : 99)); // the last word is longer than a sequence
    const result = await evaluateMlm(
      [long],
      { length: 12, ...all },
      answering(() => 0),
    );
    expect(result).toMatchObject({ sequences: 3, tokens: 6, words: 2, wordTop1: 1 });
    expect(result.wordTop1Margin).toBeNaN(); // of one sequence
    const none = await evaluateMlm(
      [document(30, () => 0)],
      { length: 12, ...all },
      answering(() => 0),
    );
    expect(none).toMatchObject({ sequences: 3, words: 0, wordTop1: Number.NaN });
  });

  it('masks a sequence alike whether it is one of all or of a few, and asks for few at a time', async () => {
    const masked = async (limit: number) => {
      const asked: Masked[][] = [];
      const ask = answering(() => 0);
      const documents = [document(3000), document(2000)];
      const { sequences } = await evaluateMlm(documents, { length: 12, seed: 3, limit }, (group) => {
        asked.push([...group]);
        return ask(group);
      });
      expect(asked.every((group) => group.length <= 256)).toBe(true);
      return { sequences, asked: new Set(asked.flat().map(({ ids, places }) => `${ids} ${places}`)) };
    };
    const every = await masked(Number.POSITIVE_INFINITY);
    const few = await masked(7);
    expect([every.sequences, few.sequences]).toEqual([500, 7]);
    expect(few.asked.size).toBeGreaterThan(7);
    for (const one of few.asked) expect(every.asked).toContain(one);
  });

  it('tells how far it is', async () => {
    const seen: number[][] = [];
    const onProgress = (...numbers: number[]) => seen.push(numbers);
    await evaluateMlm(
      [document(1500)],
      { length: 12, ...all },
      answering(() => 0),
      onProgress,
    );
    expect(seen).toEqual([
      [0, 150],
      [128, 150],
    ]);
  });

  it('refuses a text without a sequence', async () => {
    const measured = evaluateMlm(
      [document(7)],
      { length: 128, ...all },
      answering(() => 0),
    );
    await expect(measured).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(/too short/) });
  });
});
