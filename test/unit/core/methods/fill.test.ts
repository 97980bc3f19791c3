import { describe, expect, it } from 'vitest';
import type { MaskedModel } from '../../../../src/core/maskedModel.js';
import { findMasks } from '../../../../src/core/masks.js';
import { type FillRequest, fill } from '../../../../src/core/methods/fill.js';
import { filled, gapIn } from '../../../../src/core/methods/gap.js';
import { ordinaryOf } from '../../../../src/core/methods/ordinary.js';
import { refusal } from '../../../support/errors.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['hot', 'big', 'red', 'dog', 'cat', 'car', 'an', 'play', '##ing', '##ed', '##er', 'walk', 'walked', '.'];
const PAIRS: Record<string, string> = { hot: 'dog', big: 'cat', red: 'car' };

/** Likes pairs of words, "walked", "play" and short words. */
const toy = (maxTokens?: number) =>
  toyModel(
    PIECES,
    (token, place, tokens) => {
      const isPair = PAIRS[tokens[place - 1] as string] === token || PAIRS[token] === tokens[place + 1];
      return (isPair ? 400 : 1) + 1 / token.length + ({ walked: 2, play: 0.1 }[token] ?? 0);
    },
    maxTokens,
  );

const ask = (model: MaskedModel, text: string, more: Partial<FillRequest> = {}) =>
  fill(model, { text, masks: findMasks(text), top: 5, ...more });

describe('masks on their own', () => {
  it('have words with their log-probability, which is absolute', async () => {
    const { masks, solutions } = await ask(toy(), 'an [MASK] an', { top: 3 });
    expect(solutions).toBeUndefined();
    const [mask] = masks;
    expect(mask).toMatchObject({ start: 3, end: 9 });
    expect(mask?.candidates.map(({ word }) => word)).toEqual(['walked', 'an', 'play']);
    for (const { pieces, logprob, probability } of mask?.candidates ?? []) {
      expect(pieces).toBe(1);
      expect(probability).toBeCloseTo(Math.exp(logprob), 10);
    }
  });

  it('have longer words when these are asked for, weighed by how many words are so long', async () => {
    const model = toy();
    const { masks } = await ask(model, 'an [MASK] an', { top: 30, pieces: 2 });
    const candidates = masks[0]?.candidates ?? [];
    const playing = candidates.find(({ word }) => word === 'playing');
    expect(playing?.pieces).toBe(2);
    const { prior } = await ordinaryOf(model);
    expect(playing?.probability).toBeCloseTo(Math.exp((playing?.logprob ?? 0) + prior('playing', 2)), 10);
    const probabilities = candidates.map(({ probability }) => probability);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    // "walk" and "##ed" are not how the tokenizer writes "walked".
    expect(candidates.filter(({ word }) => word === 'walked')).toHaveLength(1);
    expect(candidates.find(({ word }) => word === 'walked')?.pieces).toBe(1);
  });

  it('go on with the letters before them, in pieces of their own or together with them', async () => {
    const words = async (text: string) => (await ask(toy(), text)).masks[0]?.candidates ?? [];
    expect((await words('an walk[MASK] an')).map(({ word, pieces }) => [word, pieces])).toEqual([
      ['ed', 1],
      ['er', 2],
      ['ing', 2],
    ]);
    expect((await words('an [MASK]ed')).map(({ word }) => word)).toEqual(['walk', 'r']);
    expect(await words('an xyz[MASK]')).toEqual([]);
  });

  it('never have a blocked word, also none of several pieces', async () => {
    const blocked = ['Playing', 'walked'];
    const { masks } = await ask(toy(), 'an [MASK] an', { top: 30, pieces: 2, blocked });
    const words = masks[0]?.candidates.map(({ word }) => word);
    expect(words).toContain('played');
    expect(words).not.toContain('playing');
    expect(words).not.toContain('walked');
    const walk = await ask(toy(), 'an walk[MASK] an', { blocked });
    expect(walk.masks[0]?.candidates.map(({ word }) => word)).toEqual(['er', 'ing']);
  });
});

describe('given candidates', () => {
  it('are scored whole, as one token at a time, with their share and in absolute terms', async () => {
    const model = toy();
    const text = 'an [MASK:playing|dog|big cat|walked|zebra] an';
    const { masks } = await ask(model, text, { top: 1 });
    const [mask] = findMasks(text);
    const gap = await gapIn(model, text, mask as never, { room: 2 });
    const { phrasePrior } = await ordinaryOf(model);
    const tokens: Record<string, number[]> = { playing: [12, 13], dog: [8], 'big cat': [6, 9], walked: [17] };
    const candidates = masks[0]?.candidates ?? [];
    expect(candidates).toHaveLength(5);
    let sum = 0;
    for (const { word, pieces, logprob, probability, share } of candidates) {
      const own = tokens[word] ?? [];
      expect(pieces).toBe(own.length);
      sum += share ?? Number.NaN;
      if (own.length === 0) continue;
      let expected = 0;
      for (const [i, token] of own.entries()) {
        const open = own.map((id, j) => (j < i ? id : model.mask.id));
        const place = gap.before.ids.length + i;
        const [rows] = await model.predict([{ ...filled(gap, open), places: [place], top: 1, targets: [[token]] }]);
        expected += rows?.[0]?.targetLogprobs[0] as number;
      }
      expect(logprob).toBeCloseTo(expected, 6);
      expect(probability).toBeCloseTo(Math.exp(expected + phrasePrior(word, own.length)), 10);
    }
    expect(sum).toBeCloseTo(1, 10);
    expect(candidates.map(({ probability }) => probability)).toEqual(
      candidates.map(({ probability }) => probability).toSorted((a, b) => b - a),
    );
    expect(candidates.at(-1)).toEqual({ word: 'zebra', pieces: 0, logprob: -Infinity, probability: 0, share: 0 });
  });

  it('are never blocked, and stand with the letters that touch the mask', async () => {
    const { masks } = await ask(toy(), 'an [MASK:play|walk]ed an', { blocked: ['played'] });
    expect(masks[0]?.candidates.map(({ word, pieces }) => [word, pieces])).toEqual([
      ['walk', 1],
      ['play', 2],
    ]);
  });

  it('may all be unknown', async () => {
    const { masks } = await ask(toy(), '[MASK:zebra|😀]');
    expect(masks[0]?.candidates.map(({ share }) => share)).toEqual([0, 0]);
    expect(masks[0]?.entropy).toBe(0);
  });

  it('are refused when they leave no room for a text', async () => {
    const long = Array.from({ length: 40 }, () => 'dog').join(' ');
    await expect(ask(toy(64), `[MASK:${long}]`)).rejects.toMatchObject(refusal('bad-request', /too long/));
  });
});

describe('masks filled together', () => {
  const pairs = toyModel(PIECES, (token, place, tokens) => {
    const isPair = PAIRS[tokens[place - 1] as string] === token || PAIRS[token] === tokens[place + 1];
    return (isPair ? 40 : 1) + (token in PAIRS || token === 'cat' ? 2 : 0);
  });

  it('fit one another, and each has what else could stand there with the others', async () => {
    const { masks, solutions } = await ask(pairs, 'an [MASK] [MASK] an', { method: 'joint' });
    const [best] = solutions ?? [];
    expect(PAIRS[best?.words[0] as string]).toBe(best?.words[1]);
    const logprobs = solutions?.map(({ logprob }) => logprob) ?? [];
    expect(logprobs).toHaveLength(5);
    expect(logprobs).toEqual(logprobs.toSorted((a, b) => b - a));
    expect(new Set(solutions?.map(({ words }) => words.join(' '))).size).toBe(5);
    expect(masks.map(({ candidates }) => candidates[0]?.word)).toEqual(best?.words);
    expect(masks[0]?.candidates[0]?.probability).toBeGreaterThan(0.5);
  });

  it('take a given candidate first, and what goes with it', async () => {
    const text = 'an [MASK:red|playing] [MASK] an [MASK:an|zebra]';
    const { masks, solutions } = await ask(toy(), text, { method: 'joint' });
    expect(solutions?.[0]?.words).toEqual(['red', 'car', 'an']);
    expect(masks.map(({ start, end }) => text.slice(start, end))).toEqual([
      '[MASK:red|playing]',
      '[MASK]',
      '[MASK:an|zebra]',
    ]);
    expect(masks[0]?.candidates.map(({ word }) => word)).toEqual(['red', 'playing']);
    expect(masks[1]?.candidates[0]?.word).toBe('car');
    expect(masks[2]?.candidates.map(({ share }) => share)).toEqual([1, 0]);
  });

  it('leave a mask open whose letters make no word', async () => {
    const { masks, solutions } = await ask(toy(), '[MASK]qq [MASK] [MASK:zebra]', { method: 'joint' });
    expect(solutions?.[0]?.words).toEqual([undefined, expect.any(String), undefined]);
    expect(masks.map(({ candidates }) => candidates.length)).toEqual([0, 5, 1]);
  });

  it('have no solution, but answers, when nothing may be offered', async () => {
    const blocked = PIECES.map((piece) => piece.replace('##', ''));
    const { masks, solutions } = await ask(toy(), '[MASK] [MASK]', { method: 'joint', blocked });
    expect(solutions).toEqual([]);
    expect(masks.map(({ candidates }) => candidates)).toEqual([[], []]);
  });

  it('make one word where they touch', async () => {
    const { solutions } = await ask(toy(), '[MASK][MASK] an', { method: 'joint', top: 20 });
    for (const { words } of solutions ?? []) expect(['ing', 'ed', 'er']).toContain(words[1]);
  });

  it.each(['joint', 'greedy', 'independent'] as const)('may be many and far apart: %s', async (method) => {
    const model = toy(16);
    const text = 'an [MASK] dog an an '.repeat(200);
    const { masks, solutions } = await ask(model, text, { method, top: 2 });
    expect(masks).toHaveLength(200);
    expect(masks.every(({ candidates }) => candidates.length === 2)).toBe(true);
    const runs = model.asked.flat().length;
    expect(runs).toBeLessThanOrEqual({ independent: 100, greedy: 200 + 200, joint: 200 + 2 * 200 }[method]);
    expect(solutions?.[0]?.words.length ?? 200).toBe(200);
  });
});

describe('odd requests', () => {
  it.each(['joint', 'greedy', 'independent'] as const)('no masks, none wanted, or one of them: %s', async (method) => {
    expect((await ask(toy(), 'an dog', { method })).masks).toEqual([]);
    expect((await ask(toy(), '[MASK]', { method, wanted: [] })).masks).toEqual([]);
    const { masks } = await ask(toy(), '[MASK] an [MASK]', { method, wanted: [1] });
    expect(masks.map(({ start }) => start)).toEqual([10]);
  });

  it.each([
    [{ pieces: 0 }, /1 to 4 pieces, not 0/],
    [{ pieces: 5 }, /1 to 4 pieces, not 5/],
    [{ pieces: 1.5 }, /pieces/],
    [{ wanted: [1] }, /no mask number 1/],
    [{ masks: [{ start: 2, end: 2 }] }, /no mask at 2 to 2/],
  ])('%j is refused', async (more, message) => {
    await expect(ask(toy(), 'an [MASK]', more)).rejects.toMatchObject(refusal('bad-request', message));
  });

  it('a script that the tokenizer does not know is told', async () => {
    expect((await ask(toy(), 'an [MASK] dog')).unfamiliar).toBeUndefined();
    expect((await ask(toy(), 'Поезд на [MASK] dog')).unfamiliar).toMatchObject({ what: 'script' });
  });
});
