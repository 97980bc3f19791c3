import { describe, expect, it } from 'vitest';
import { findMasks } from '../../../../src/core/masks.js';
import { slotRules } from '../../../../src/core/methods/slotRules.js';
import { fitsSlot, insertion, type Slot, slotsOf } from '../../../../src/core/methods/slots.js';
import { toyModel } from '../../../support/toyModel.js';

const { vocabulary } = toyModel(['a', 'un', 'undo', 'redo', 'do', '##do', '##s', '##dos', '.', '中', '文'], () => 1);
const slots = (text: string) => slotsOf(text, findMasks(text), vocabulary);
const idOf = (text: string, role: 'start' | 'inside' = 'start') => vocabulary.find(text, role)?.id as number;

describe('the slot of a mask', () => {
  it('takes in the letters that touch the mask', () => {
    const text = 'a un[MASK]s b';
    const [slot] = slots(text) as [Slot];
    expect(text.slice(slot.start, slot.end)).toBe('un[MASK]s');
    expect(slot).toMatchObject({ prefix: 'un', suffix: 's', roles: ['start'], touches: false });
  });

  it('is the mask alone between spaces, signs and characters of scripts without spaces', () => {
    for (const text of ['a [MASK] b', '[MASK]', '([MASK])', '中[MASK]文', '😀[MASK]😀']) {
      const [slot] = slots(text) as [Slot];
      expect(text.slice(slot.start, slot.end)).toBe('[MASK]');
    }
  });

  it('leaves the letters between two masks to the first, and tells when they touch', () => {
    const text = 'un[MASK]do[MASK][MASK] [MASK]';
    expect(slots(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'un[MASK]do',
      '[MASK]',
      '[MASK]',
      '[MASK]',
    ]);
    expect(slots(text).map(({ touches }) => touches)).toEqual([false, true, true, false]);
  });

  it('takes pieces that begin and end with its letters and have more', () => {
    const [slot] = slots('un[MASK]') as [Slot];
    const fitting = vocabulary.pieces.filter((piece) => piece && fitsSlot(slot, piece));
    expect(fitting.map((piece) => piece?.text)).toEqual(['undo']);
    expect(insertion(slot, 'undo')).toBe('do');
    const [middle] = slots('[MASK]do') as [Slot];
    expect(vocabulary.pieces.filter((piece) => piece && fitsSlot(middle, piece)).map((piece) => piece?.text)).toEqual([
      'undo',
      'redo',
    ]);
    expect(insertion(middle, 'undo')).toBe('un');
  });
});

describe('rules of slots', () => {
  const rules = (text: string, isBlocked = (_: string) => false) => slotRules(vocabulary, slots(text), isBlocked);

  it('want words, and none of the special tokens', () => {
    const { fits, only } = rules('[MASK]');
    const offered = vocabulary.pieces.filter((piece) => piece && fits(0, piece.id, []));
    expect(offered.map((piece) => piece?.text)).toEqual(['a', 'un', 'undo', 'redo', 'do', '中', '文']);
    expect(only(0)).toBeUndefined();
  });

  it('name the only pieces where letters touch the mask', () => {
    expect(rules('un[MASK]').only(0)).toEqual([idOf('undo')]);
    expect(rules('qq[MASK]').only(0)).toEqual([]);
  });

  it('let a word go on in a mask that touches another, on either side', () => {
    const { fits } = rules('[MASK][MASK]');
    const [un, doing, end, chinese] = [idOf('un'), idOf('do'), idOf('do', 'inside'), idOf('中')];
    expect(fits(1, end, [un])).toBe(true);
    expect(fits(1, doing, [un])).toBe(false);
    expect(fits(1, doing, [chinese])).toBe(true);
    expect(fits(1, end, [chinese])).toBe(false);
    expect(fits(0, un, [undefined, end])).toBe(true);
    expect(fits(0, un, [undefined, doing])).toBe(false);
    expect(fits(1, doing, [])).toBe(true);
    expect(rules('[MASK] [MASK]').fits(1, end, [un])).toBe(false);
  });

  it('keep blocked words out, also of several pieces', () => {
    const { fits } = rules('[MASK][MASK][MASK]', (word) => ['redo', 'undos'].includes(word));
    const [un, ...ends] = [idOf('un'), idOf('do', 'inside'), idOf('s', 'inside'), idOf('dos', 'inside')] as const;
    expect(fits(0, idOf('redo'), [])).toBe(false);
    expect(fits(2, ends[1], [un, ends[0]])).toBe(false);
    expect(fits(0, un, [undefined, ends[0], ends[1]])).toBe(false);
    expect(fits(1, ends[2], [un])).toBe(false);
    expect(fits(1, ends[0], [un])).toBe(true);
  });
});
