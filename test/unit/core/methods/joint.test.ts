import { describe, expect, it } from 'vitest';
import type { MaskedModel, TokenRow } from '../../../../src/core/maskedModel.js';
import { findMasks } from '../../../../src/core/masks.js';
import { solve } from '../../../../src/core/methods/joint.js';
import { maskedText, viewsOf } from '../../../../src/core/methods/maskedText.js';
import { leftToRight, type Order, surestFirst } from '../../../../src/core/methods/order.js';
import type { Puzzle, Rules } from '../../../../src/core/methods/puzzle.js';
import { refine } from '../../../../src/core/methods/refine.js';
import { GREEDY, jointStrategy, refinementRounds } from '../../../../src/core/methods/strategies.js';
import { toyModel } from '../../../support/toyModel.js';

/** "hot" and "dog" go together, as do "big" and "cat"; the first place likes "big" a little better. */
const PAIRS = new Map([
  ['hot', 'dog'],
  ['big', 'cat'],
  ['red', 'car'],
]);
const PIECES = ['hot', 'big', 'red', 'dog', 'cat', 'car', 'a'];
const FIRST: Record<string, number> = { big: 6, hot: 5, red: 2 };

function pairs(maxTokens?: number) {
  return toyModel(
    PIECES,
    (token, place, tokens) => {
      const before = tokens[place - 1] as string;
      const behind = tokens[place + 1] as string;
      if (PAIRS.get(before) === token) return before === 'hot' ? 90 : 12;
      if (PAIRS.get(token) === behind) return 60;
      return (before === '[MASK]' || PAIRS.has(before) ? 1 : FIRST[token]) ?? 1;
    },
    maxTokens,
  );
}

const ANY: Rules = { only: () => undefined, fits: (_, token) => token >= 5 };

async function puzzle(model: MaskedModel, text: string, rules: Rules = ANY): Promise<Puzzle> {
  const masked = await maskedText(model, text, findMasks(text));
  return { views: viewsOf(model, masked, [...masked.places.keys()]), rules };
}

/** The joint probability by its definition: over all orders, one token at a time. */
async function byDefinition(model: MaskedModel, text: string, tokens: readonly number[], order: Order) {
  const { encoding, places } = await maskedText(model, text, findMasks(text));
  const probability = async (done: readonly number[]): Promise<number> => {
    if (done.length === tokens.length) return 1;
    const ids = encoding.ids.slice();
    for (const mask of done) ids[places[mask] as number] = tokens[mask] as number;
    const open = [...places.keys()].filter((mask) => !done.includes(mask));
    const at = open.map((mask) => places[mask] as number);
    const targets = open.map((mask) => [tokens[mask] as number]);
    const [rows = []] = await model.predict([{ ids, types: encoding.types, places: at, top: 1, targets }]);
    let sum = 0;
    for (const [index, chance] of order(rows.map(({ entropy }) => entropy))) {
      const own = Math.exp((rows[index] as TokenRow).targetLogprobs[0] as number);
      sum += chance * own * (await probability([...done, open[index] as number]));
    }
    return sum;
  };
  return Math.log(await probability([]));
}

const idOf = (word: string) => PIECES.indexOf(word) + 5;
const wide = { beam: 1000, branch: 7 };

describe('orders', () => {
  it('take masks from the left, or the surest with a probability that falls with their entropy', () => {
    expect(leftToRight([3, 1, 2])).toEqual([[0, 1]]);
    expect(surestFirst(1, 1)([3, 1, 2])).toEqual([[1, 1]]);
    const order = surestFirst(2, 0.5)([3, 1, 2]);
    expect(order.map(([index]) => index)).toEqual([1, 2]);
    expect(order.reduce((sum, [, probability]) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect((order[0]?.[1] ?? 0) / (order[1]?.[1] ?? 0)).toBeCloseTo(Math.exp(2), 10);
    expect(surestFirst(3, 1)([700, 0]).at(-1)?.[1]).toBeGreaterThanOrEqual(0);
  });
});

describe('filling together', () => {
  it('finds what is best together, which the best at each mask, or from left to right, is not', async () => {
    const model = pairs();
    const both = await puzzle(model, 'a [MASK] [MASK]');
    const [best] = await solve(model, both, jointStrategy(2));
    expect(best?.tokens).toEqual([idOf('hot'), idOf('dog')]);
    const [greedy] = await solve(model, both, GREEDY);
    expect(greedy?.tokens).toEqual([idOf('big'), idOf('cat')]);
  });

  it.each([
    ['from left to right', leftToRight],
    ['surest first', surestFirst(3, 2)],
    ['the surest alone', surestFirst(1, 1)],
  ])('gives the joint probability of its definition, %s', async (_, order) => {
    const model = pairs();
    const text = '[MASK] [MASK] a [MASK]';
    const solutions = await solve(model, await puzzle(model, text), { ...wide, order });
    expect(solutions).toHaveLength(7 ** 3);
    for (const { tokens, logprob } of [...solutions.slice(0, 5), ...solutions.slice(-2)]) {
      expect(logprob).toBeCloseTo(await byDefinition(model, text, tokens, order), 5);
    }
    const logprobs = solutions.map(({ logprob }) => logprob);
    expect(logprobs).toEqual(logprobs.toSorted((a, b) => b - a));
    expect(logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0)).toBeCloseTo(1, 5);
  });

  it('gives less than that with a narrow beam, and never more', async () => {
    const model = pairs();
    const order = surestFirst(3, 2);
    const text = '[MASK] [MASK] a [MASK]';
    for (const { tokens, logprob } of await solve(model, await puzzle(model, text), { beam: 2, branch: 2, order })) {
      expect(logprob).toBeLessThanOrEqual((await byDefinition(model, text, tokens, order)) + 1e-6);
    }
  });

  it('runs one sequence for the first mask and no more than the beam for each other', async () => {
    const model = pairs();
    await solve(model, await puzzle(model, '[MASK] a '.repeat(5)), { ...jointStrategy(5), beam: 3 });
    expect(model.asked.map(({ length }) => length)).toEqual([1, 3, 3, 3, 3]);
  });

  it('keeps to the rules, and looks down the vocabulary for a token that fits', async () => {
    const many = toyModel([...Array.from({ length: 100 }, (_, i) => `w${i}`), 'rare'], (token) =>
      token === 'rare' ? 0.001 : 1,
    );
    const rare = 105;
    const fits = (mask: number, token: number) => mask === 1 || token === rare;
    const [solution] = await solve(many, await puzzle(many, '[MASK] [MASK]', { ...ANY, fits }), jointStrategy(2));
    expect(solution?.tokens[0]).toBe(rare);
    const only = (mask: number) => (mask === 0 ? [7, 9] : undefined);
    const given = await solve(many, await puzzle(many, '[MASK] [MASK]', { ...ANY, only }), jointStrategy(2));
    expect(new Set(given.map(({ tokens }) => tokens[0]))).toEqual(new Set([7, 9]));
    expect(await solve(many, await puzzle(many, '[MASK]', { ...ANY, fits: () => false }), GREEDY)).toEqual([]);
  });

  it('without masks has one solution, which is sure', async () => {
    const model = pairs();
    expect(await solve(model, { views: [], rules: ANY }, jointStrategy(0))).toEqual([{ tokens: [], logprob: 0 }]);
  });

  it('shows a window what was found in those before it', async () => {
    const model = pairs(10);
    const text = `a [MASK] ${'a '.repeat(3)}[MASK] a a a a [MASK] a`;
    await solve(model, await puzzle(model, text), GREEDY);
    const seen = model.asked.flat().map(({ ids }) => [...ids].filter((id) => id >= 5 && id < 11));
    expect(seen.some((words) => words.length > 0)).toBe(true);
  });

  it('narrows the beam for many masks, to a bounded number of sequences', () => {
    for (const masks of [1, 2, 8, 32, 33, 64, 65, 128, 200, 1000]) {
      const { beam } = jointStrategy(masks);
      expect(beam).toBeGreaterThanOrEqual(1);
      expect(beam * masks).toBeLessThanOrEqual(Math.max(masks, 256));
      expect(refinementRounds(masks)).toBeLessThanOrEqual(3);
    }
    expect([jointStrategy(2).beam, jointStrategy(200).beam, jointStrategy(200).branch]).toEqual([8, 1, 1]);
  });
});

describe('refinement', () => {
  const options = { rounds: 3, top: 3 };

  it('mends what does not go with the rest', async () => {
    const model = pairs();
    const both = await puzzle(model, 'a [MASK] [MASK]');
    const { tokens, rows } = await refine(model, both, [idOf('a'), idOf('dog')], options);
    expect(tokens).toEqual([idOf('hot'), idOf('dog')]);
    expect(rows.get(0)?.ids[0]).toBe(idOf('hot'));
    expect(Math.exp(rows.get(1)?.targetLogprobs.at(-1) as number)).toBeCloseTo(90 / 96, 5);
  });

  it('never makes the pseudo-log-likelihood worse, and stops when nothing is better', async () => {
    const model = pairs();
    const three = await puzzle(model, '[MASK] [MASK] [MASK]');
    const still = { ...options, rounds: 0 };
    for (const first of PIECES) {
      for (const second of PIECES) {
        const start = [idOf(first), idOf(second), idOf('a')];
        const before = await refine(model, three, start, still);
        const after = await refine(model, three, start, options);
        expect(before.tokens).toEqual(start);
        expect(after.pseudoLogprob).toBeGreaterThanOrEqual(before.pseudoLogprob);
      }
    }
    model.asked.length = 0;
    await refine(model, await puzzle(model, 'a [MASK] [MASK]'), [idOf('hot'), idOf('dog')], options);
    expect(model.asked.map(({ length }) => length)).toEqual([2]);
  });
});
