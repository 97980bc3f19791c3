import { describe, expect, it } from 'vitest';
import { filled, gapIn, tokensInPlace } from '../../../../src/core/methods/gap.js';
import { scoreSpans } from '../../../../src/core/methods/spanScore.js';
import { toyModel } from '../../../support/toyModel.js';

/** A token is as likely as its length says, three times as much behind a piece that ends like it begins. */
const model = (maxTokens?: number) =>
  toyModel(
    ['the', 'cat', 'dog', 'play', '##ing', '##ed', 'sat', '.'],
    (token, place, tokens) => token.length * (tokens[place - 1]?.at(-1) === token.replace('##', '')[0] ? 3 : 1),
    maxTokens,
  );
const text = 'the cat playing .';

describe('a gap in a text', () => {
  it('takes the tokens of a range out and others in', async () => {
    const gap = await gapIn(model(), text, { start: 4, end: 7 }, { room: 3 });
    expect([...filled(gap, [7, 11]).ids]).toEqual([2, 5, 7, 11, 8, 9, 12, 3]);
    expect([...filled(gap, []).types]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('lets masks stand at other ranges', async () => {
    const gap = await gapIn(model(), text, { start: 4, end: 7 }, { room: 1, masked: [{ start: 16, end: 17 }] });
    expect([...filled(gap, [6]).ids]).toEqual([2, 5, 6, 8, 9, 4, 3]);
  });

  it.each([
    [0, 3, 'the cat sat . the cat'],
    [60, 63, 'sat . the cat sat . the'],
  ])('keeps as much on either side of %i as the window holds', async (start, end, expected) => {
    const long = 'the cat sat . '.repeat(20);
    const gap = await gapIn(model(11), long, { start, end }, { room: 2 });
    expect(gap.before.ids.length + gap.after.ids.length).toBe(9);
    const { vocabulary } = model();
    const words = [...filled(gap, []).ids].slice(1, -1).map((id) => vocabulary.piece(id)?.text);
    expect(words).toHaveLength(7);
    expect(expected.split(' ')).toEqual(expect.arrayContaining(words));
  });
});

describe('the tokens of a word in its place', () => {
  const at = (start: number, end: number, word: string) => tokensInPlace(model(), text, { start, end }, word);

  it('are those that the whole text has there', async () => {
    expect(await at(4, 7, 'played')).toEqual([8, 10]);
    expect(await at(8, 15, 'the dog')).toEqual([5, 7]);
  });

  it('are none when the tokenizer does not know it, or joins it with its neighbours', async () => {
    expect(await at(4, 7, 'zebra')).toBeUndefined();
    expect(await at(4, 7, '')).toBeUndefined();
    expect(await tokensInPlace(model(), 'play?', { start: 4, end: 5 }, 'ing')).toEqual([9]);
    expect(await tokensInPlace(model(), 'x play', { start: 2, end: 4 }, 'pl')).toBeUndefined();
  });
});

describe('scores of candidates', () => {
  it('equal the chain rule, one token at a time', async () => {
    const toy = model();
    const gap = await gapIn(toy, text, { start: 4, end: 7 }, { room: 3 });
    const candidates = [[6], [8, 9], [8, 10], [8, 9, 10]];
    const scores = await scoreSpans(toy, gap, candidates);
    for (const [c, tokens] of candidates.entries()) {
      for (const [i, token] of tokens.entries()) {
        const masked = tokens.map((id, j) => (j < i ? id : 4));
        const [rows] = await toy.predict([
          { ...filled(gap, masked), places: [gap.before.ids.length + i], top: 1, targets: [[token]] },
        ]);
        expect(scores[c]?.[i]).toBeCloseTo(rows?.[0]?.targetLogprobs[0] as number, 10);
      }
    }
  });

  it('share the runs of candidates that begin alike', async () => {
    const toy = model();
    const gap = await gapIn(toy, text, { start: 4, end: 7 }, { room: 3 });
    await scoreSpans(toy, gap, [[6], [7], [8, 9], [8, 10], [6, 9]]);
    expect(toy.asked.flat()).toHaveLength(1 + 1 + 2);
  });
});
