import { describe, expect, it } from 'vitest';
import type { MaskedModel } from '../../../../src/core/maskedModel.js';
import { findMasks } from '../../../../src/core/masks.js';
import { type Gap, gapIn } from '../../../../src/core/methods/gap.js';
import { type Slot, slotsOf } from '../../../../src/core/methods/slots.js';
import { scoreSpans } from '../../../../src/core/methods/spanScore.js';
import { searchWords } from '../../../../src/core/methods/words.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['the', 'un', 'do', 'undo', 're', '##do', '##ing', '##s', '##re', '.', '中', '文', '-'];

/** Weights that depend on the piece, on what stands before it, and on how many masks follow. */
const model = (maxTokens?: number) =>
  toyModel(
    PIECES,
    (token, place, tokens) => {
      const before = (tokens[place - 1] as string).length;
      const open = tokens.slice(place + 1).filter((it) => it === '[MASK]').length;
      return 1 + ((token.length * 7 + before * 5 + open * 3) % 11);
    },
    maxTokens,
  );

async function gapOf(toy: MaskedModel, text: string, room: number): Promise<{ gap: Gap; slot: Slot }> {
  const [slot] = slotsOf(text, findMasks(text), toy.vocabulary) as [Slot];
  return { slot, gap: await gapIn(toy, text, slot, { room }) };
}

/** All words of up to three pieces that a slot without letters takes, with their scores by `scoreSpans`. */
async function allWords(toy: MaskedModel, gap: Gap, prior: (text: string, tokens: number) => number) {
  const start = ['the', 'un', 'do', 'undo', 're'].map((text) => toy.vocabulary.find(text, 'start')?.id as number);
  const inside = ['do', 'ing', 's', 're'].map((text) => toy.vocabulary.find(text, 'inside')?.id as number);
  const chinese = ['中', '文'].map((text) => toy.vocabulary.find(text, 'start')?.id as number);
  const product = (...lists: number[][]): number[][] =>
    lists.reduce((all: number[][], list) => all.flatMap((it) => list.map((id) => [...it, id])), [[]]);
  const words = [
    ...product(start),
    ...product(start, inside),
    ...product(start, inside, inside),
    ...product(chinese),
    ...product(chinese, chinese),
    ...product(chinese, chinese, chinese),
  ];
  const scores = await scoreSpans(toy, gap, words);
  const scored = words.map((tokens, i) => {
    const text = tokens.map((id) => toy.vocabulary.piece(id)?.text).join('');
    const logprob = (scores[i] as number[]).reduce((sum, it) => sum + it, 0);
    return { text, tokens, logprob, score: logprob + prior(text, tokens.length) };
  });
  return scored.sort((a, b) => b.score - a.score);
}

describe('words of several pieces', () => {
  it.each([
    ['with a prior that halves', (_: string, tokens: number) => Math.log(0.5 ** tokens)],
    ['with no prior', () => 0],
    ['with a prior for long words', (_: string, tokens: number) => tokens],
  ])('are those that trying all finds, %s', async (_, prior) => {
    const toy = model();
    const { gap, slot } = await gapOf(toy, 'the [MASK] do .', 3);
    const expected = await allWords(toy, gap, prior);
    for (const top of [1, 5, 20]) {
      const { words } = await searchWords(toy, gap, slot, [], { top, pieces: 3, beam: 100, prior });
      expect(words.slice(0, top).map(({ text }) => text)).toEqual(expected.slice(0, top).map(({ text }) => text));
      for (const [i, { logprob, tokens }] of words.slice(0, top).entries()) {
        expect(logprob).toBeCloseTo(expected[i]?.logprob as number, 5);
        expect(tokens).toEqual(expected[i]?.tokens);
      }
    }
  });

  it('run a bounded number of sequences', async () => {
    const toy = model();
    const { gap, slot } = await gapOf(toy, '[MASK]', 4);
    await searchWords(toy, gap, slot, [], { top: 1000, pieces: 4, beam: 8, prior: () => 0 });
    expect(toy.asked[0]).toHaveLength(4);
    expect(toy.asked).toHaveLength(4);
    expect(toy.asked.flat().length).toBeLessThanOrEqual(4 + (8 * 3 * 4) / 2);
  });

  it('are not followed where one piece is better whatever comes', async () => {
    const toy = model();
    const { gap, slot } = await gapOf(toy, '[MASK]', 4);
    const prior = (_: string, tokens: number) => (tokens === 1 ? 0 : -100);
    await searchWords(toy, gap, slot, [], { top: 2, pieces: 4, beam: 8, prior });
    expect(toy.asked).toHaveLength(1);
  });
});

describe('a word that is partly typed', () => {
  const complete = async (text: string, known: readonly string[], pieces = 2) => {
    const toy = model();
    const { gap, slot } = await gapOf(toy, text, known.length + pieces);
    const ids = known.map((piece, i) => toy.vocabulary.find(piece, i ? 'inside' : 'start')?.id as number);
    const { words } = await searchWords(toy, gap, slot, ids, { top: 50, pieces, beam: 50, prior: () => 0 });
    return words.map(({ tokens }) => tokens.map((id) => PIECES[id - 5]).join(' '));
  };

  it('goes on with pieces that begin with its letters, or behind its own', async () => {
    const words = await complete('the un[MASK]', ['un']);
    expect(words).toEqual(expect.arrayContaining(['undo', 'un ##do', 'undo ##ing', 'un ##do ##s']));
    expect(words.every((word) => word.startsWith('un'))).toBe(true);
    expect(words).not.toContain('un');
  });

  it('takes so many pieces besides those of its letters', async () => {
    expect((await complete('the un[MASK]', ['un'], 1)).sort()).toEqual([
      'un ##do',
      'un ##ing',
      'un ##re',
      'un ##s',
      'undo',
    ]);
  });

  it('goes on where no piece begins with its letters', async () => {
    const words = await complete('the undore[MASK]', ['undo', 're']);
    expect(words).toEqual(expect.arrayContaining(['undo ##re ##ing', 'undo ##re ##s ##do']));
    expect(words.every((word) => word.startsWith('undo ##re '))).toBe(true);
  });

  it('ends in the letters behind the mask', async () => {
    const words = await complete('the re[MASK]ing', ['re']);
    expect(words).toEqual(expect.arrayContaining(['re ##do ##ing', 're ##s ##ing']));
    expect(words.every((word) => word.startsWith('re ') && word.endsWith(' ##ing'))).toBe(true);
    expect(words).not.toContain('re ##ing');
  });
});
