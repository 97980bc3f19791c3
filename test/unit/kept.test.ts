import { expect, it } from 'vitest';
import { Kept } from '../../src/panels/kept.js';

it('makes a result once for the same, and again for another', async () => {
  const kept = new Kept<number>();
  let made = 0;
  const make = async () => ++made;
  expect([await kept.get('a', make), await kept.get('a', make), await kept.get('b', make)]).toEqual([1, 1, 2]);
  expect(kept.value).toBe(2);
});

it('does not keep what was begun before it was cleared', async () => {
  const kept = new Kept<string>();
  let finish = (_: string) => {};
  const old = kept.get('a', () => new Promise<string>((resolve) => (finish = resolve)));
  kept.clear();
  finish('old');
  expect(await old).toBe('old');
  expect(kept.value).toBeUndefined();
  expect(await kept.get('a', async () => 'new')).toBe('new');
});

it('keeps no failure', async () => {
  const kept = new Kept<number>();
  await expect(kept.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await kept.get('a', async () => 1)).toBe(1);
});
