import { describe, expect, it } from 'vitest';
import { judgeReplacements, replaceWord } from '../../../../src/core/methods/replace.js';
import { replaceContext } from '../../../../src/core/methods/replaceContext.js';
import { blend, type SignalWeights } from '../../../../src/core/methods/replaceSignals.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = 'the a an on old big house home dog walk ##ed ##s run went go owl The Owl sat is quick . 7 x'.split(' ');

/** All pieces are as likely as `weight` says. */
const model = (maxTokens = 64, weight: (token: string) => number = () => 1) =>
  toyModel(PIECES, (token) => weight(token), maxTokens);
const only = (weights: Partial<SignalWeights>): SignalWeights => ({
  ...{ plain: 0, pair: 0, tokens: 0, word: 0, rest: 0 },
  ...weights,
});
const spanOf = (text: string, word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });

describe('the surroundings of a word', () => {
  const spelled = (toy: ReturnType<typeof model>, ids: Int32Array) =>
    Array.from(ids, (id) => toy.vocabulary.piece(id)?.text).join(' ');

  it('are the text without it, alone and behind the text as it was', async () => {
    const toy = model();
    const context = await replaceContext(toy, 'the dog sat', { start: 4, end: 7 });
    expect(context.word.map((id) => toy.vocabulary.piece(id)?.text)).toEqual(['dog']);
    expect([context.plain, context.near].map(({ before }) => spelled(toy, before.ids))).toEqual([
      '[CLS] the',
      '[CLS] the',
    ]);
    expect(spelled(toy, context.plain.after.ids)).toBe('sat [SEP]');
    expect(spelled(toy, context.pair.before.ids)).toBe('[CLS] the dog sat [SEP] the');
    expect(spelled(toy, context.pair.after.ids)).toBe('sat [SEP]');
    expect(context.pair.type).toBe(1);
  });

  it('are right where a text has masks of its own', async () => {
    const toy = model();
    const { pair } = await replaceContext(toy, '[MASK] dog [MASK]', { start: 7, end: 10 });
    expect(spelled(toy, pair.before.ids)).toBe('[CLS] [MASK] dog [MASK] [SEP] [MASK]');
    expect(spelled(toy, pair.after.ids)).toBe('[MASK] [SEP]');
  });

  it.each([0, 37, 75])(
    'fit the window with room for candidates, whole words on both sides, at word %i',
    async (place) => {
      const words = Array.from({ length: 76 }, (_, i) => (i === place ? 'dog' : i % 2 ? 'walked' : 'the'));
      const text = words.join(' ');
      const start = words.slice(0, place).join(' ').length + (place > 0 ? 1 : 0);
      const toy = model(32);
      const { pair, near, plain, room } = await replaceContext(toy, text, { start, end: start + 3 });
      for (const { before, after } of [pair, near, plain]) {
        expect(before.ids.length + after.ids.length + room).toBeLessThanOrEqual(32);
      }
      const copy = spelled(toy, pair.before.ids).split(' ');
      expect(copy.filter((word) => word === 'dog')).toHaveLength(1);
      expect(copy.slice(1, copy.indexOf('[SEP]')).length).toBeGreaterThan(7);
      expect(copy[1]).not.toBe('ed');
    },
  );
});

describe('signals of given candidates', () => {
  it('are their log-probabilities, numbers of tokens and likenesses', async () => {
    const toy = model(64, (token) => token.length);
    const text = 'the dog sat';
    const [owl, dog, walked, unknown] = await judgeReplacements(toy, {
      text,
      span: spanOf(text, 'dog'),
      candidates: ['owl', 'dog', 'walked', 'zebra'],
    });
    const total = PIECES.reduce((sum, piece) => sum + piece.length, 0);
    expect(owl?.plain).toBeCloseTo(Math.log(3 / total), 6);
    expect(owl?.pair).toBeCloseTo(Math.log(3 / total), 6);
    expect(walked?.plain).toBeCloseTo(2 * Math.log(4 / total), 6);
    expect([owl?.tokens, walked?.tokens]).toEqual([1, 2]);
    expect([dog?.word, dog?.rest]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)]);
    // Layer 0 has nothing in common; in layer 1 "the" and "sat" add 1/2 each to either: cos = 0.5 / 1.5.
    expect(owl?.word).toBeCloseTo((0 + 1 / 3) / 2, 6);
    expect(unknown).toBeUndefined();
  });

  it('are blended by their weights, those without one left out', () => {
    const signals = { plain: -2, pair: Number.NaN, tokens: 3, word: 0.5, rest: Number.NaN };
    expect(blend(signals, only({ plain: 1, tokens: 0.5, word: 4 }))).toBeCloseTo(1.5, 12);
    expect(blend(signals, only({ rest: 1 }))).toBeNaN();
  });
});

describe('replacing a word', () => {
  const replace = async (text: string, word: string, weights = only({ plain: 1 }), toy = model()) =>
    replaceWord(toy, { text, span: spanOf(text, word), top: 50 }, weights);
  const words = async (...args: Parameters<typeof replace>) => (await replace(...args)).map(({ word }) => word);

  it('keeps the inflection, and offers neither the word nor its forms', async () => {
    const found = await words('the dog walked on .', 'walked');
    expect(found).toContain('went');
    expect(found).not.toContain('go');
    for (const own of ['walk', 'walks', 'walked', '7', '.', 'x']) expect(found).not.toContain(own);
    expect(await words('the dogs sat on .', 'dogs')).toEqual(expect.arrayContaining(['houses', 'homes', 'owls']));
  });

  it('offers one form of each word, the best', async () => {
    const favoured = (token: string) => (token === 'run' ? 9 : token === 'went' ? 5 : 1);
    const found = await words('the dog walk on .', 'walk', only({ plain: 1 }), model(64, favoured));
    expect(found.slice(0, 2)).toEqual(['run', 'went']);
    expect(found).not.toContain('go');
  });

  it('keeps capitals', async () => {
    expect(await words('The dog sat .', 'The')).toEqual(expect.arrayContaining(['Owl']));
    expect(await words('the DOG sat .', 'DOG')).toEqual(expect.arrayContaining(['OWL', 'HOUSE']));
    const lower = await words('the dog sat .', 'dog');
    expect(lower).toContain('owl');
    expect(lower.filter((word) => word !== word.toLowerCase())).toEqual([]);
  });

  it('ranks by the weights, and asks for nothing that has none', async () => {
    const likely = (token: string) => (token === 'big' ? 5 : 1);
    const text = 'the old dog sat .';
    expect((await words(text, 'old', only({ plain: 1 }), model(64, likely)))[0]).toBe('big');
    const [first] = await replace(text, 'old', only({ plain: 1 }), model(64, likely));
    expect(first?.signals).toEqual({
      plain: expect.any(Number),
      pair: Number.NaN,
      tokens: 1,
      word: Number.NaN,
      rest: Number.NaN,
    });
    const scores = (await replace(text, 'old', only({ plain: 1, word: 3, tokens: -1 }))).map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('says what to change, the article too', async () => {
    const text = 'is a dog .';
    const owl = (await replace(text, 'dog')).find(({ word }) => word === 'owl');
    expect(owl?.edits).toEqual([
      { start: 3, end: 4, text: 'an' },
      { start: 5, end: 8, text: 'owl' },
    ]);
    const home = (await replace(text, 'dog')).find(({ word }) => word === 'home');
    expect(home?.edits).toEqual([{ start: 5, end: 8, text: 'home' }]);
  });

  it('finds words of several tokens that are as likely as those of one', async () => {
    const pieces = ['the', 'dog', 'sat', '.', 'para', '##keet', 'cat'];
    const likely = (token: string) => (token === 'para' || token === '##keet' ? 90 : token === 'cat' ? 10 : 1);
    const found = async (weight: (token: string) => number) =>
      words('the dog sat .', 'dog', only({ plain: 1 }), toyModel(pieces, weight, 64));
    expect(await found(likely)).toContain('parakeet');
  });

  it('never offers what is blocked, in no form', async () => {
    const request = { text: 'the dogs sat on .', span: { start: 4, end: 8 }, top: 50, blocked: ['owls', 'HOUSE'] };
    const found = (await replaceWord(model(), request, only({ plain: 1 }))).map(({ word }) => word);
    expect(found).toContain('homes');
    expect(found.filter((word) => /owl|house/i.test(word))).toEqual([]);
  });

  it('takes no rules of English to other languages', async () => {
    const toy = toyModel(['der', 'Hund', 'und', 'das', 'ist', 'rot', 'rots', 'gut', 'guts'], () => 1);
    const text = 'der Hund und das ist rot';
    const found = await replaceWord(toy, { text, span: spanOf(text, 'rot'), top: 9 }, only({ plain: 1 }));
    expect(found.map(({ word }) => word)).toEqual(expect.arrayContaining(['rots', 'gut', 'guts']));
  });

  it.each([
    ['the dog', { start: 0, end: 9 }],
    ['the dog', { start: 3, end: 3 }],
    ['the dog', { start: -1, end: 3 }],
    ['the dog .', { start: 8, end: 9 }],
    ['the dog', { start: 3, end: 4 }],
    [`the ${'walked '.repeat(9)}`, { start: 4, end: 60 }],
  ])('refuses %j at %j', async (text, span) => {
    await expect(replaceWord(model(), { text, span, top: 1 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
