import { describe, expect, it } from 'vitest';
import { findMasks } from '../../../../src/core/masks.js';
import { filledView, maskedText, viewsOf } from '../../../../src/core/methods/maskedText.js';
import { toyModel } from '../../../support/toyModel.js';

const model = (maxTokens?: number) => toyModel(['a', 'b', '.'], () => 1, maxTokens);
const MASK = 4;

describe('a masked text', () => {
  it('knows which token each mask is, whatever its spelling', async () => {
    const text = '<mask> a [MASK]b ____';
    const { places, encoding } = await maskedText(model(), text, findMasks(text, ['____']));
    expect(places).toEqual([1, 3, 5]);
    expect(places.map((place) => encoding.ids[place])).toEqual([MASK, MASK, MASK]);
  });

  it('is one view when it fits', async () => {
    const text = '[MASK] a [MASK] b [MASK]';
    const masked = await maskedText(model(), text, findMasks(text));
    const [view, ...more] = viewsOf(model(), masked, [0, 2]);
    expect(more).toEqual([]);
    expect(view?.asked).toEqual([0, 2]);
    expect([...(view?.places ?? [])]).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect([...filledView(view as never, [5, undefined, 6]).ids]).toEqual([2, 5, 5, MASK, 6, 6, 3]);
  });

  it('asks for each mask once, in windows that see masks of their neighbours', async () => {
    const small = model(12);
    const text = 'a b [MASK] '.repeat(40);
    const masked = await maskedText(small, text, findMasks(text));
    const views = viewsOf(small, masked, [...masked.places.keys()]);
    expect(views.flatMap(({ asked }) => asked)).toEqual([...masked.places.keys()]);
    for (const { ids, types, asked, places } of views) {
      expect([ids.length, types.length]).toEqual([12, 12]);
      expect([ids[0], ids[11]]).toEqual([2, 3]);
      expect([...places.values()].every((place) => ids[place] === MASK)).toBe(true);
      expect(ids.filter((id) => id === MASK)).toHaveLength(places.size);
      for (const mask of asked) expect(places.has(mask)).toBe(true);
    }
    expect(views.slice(1).every(({ asked, places }) => places.has((asked[0] as number) - 1))).toBe(true);
  });
});
