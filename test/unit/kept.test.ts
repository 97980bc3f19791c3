import { expect, it } from 'vitest';
import { Kept } from '../../src/panels/kept.js';

const { signal } = new AbortController();

it('makes a result once for the same, and again for another', async () => {
  const kept = new Kept<number>();
  let made = 0;
  const make = async () => ++made;
  expect([
    await kept.get('a', signal, make),
    await kept.get('a', signal, make),
    await kept.get('b', signal, make),
  ]).toEqual([1, 1, 2]);
  expect(kept.value).toBe(2);
});

it('does not keep what was begun before it was cleared', async () => {
  const kept = new Kept<string>();
  let finish = (_: string) => {};
  const old = kept.get('a', signal, () => new Promise<string>((resolve) => (finish = resolve)));
  kept.clear();
  finish('old');
  expect(await old).toBe('old');
  expect(kept.value).toBeUndefined();
  expect(await kept.get('a', signal, async () => 'new')).toBe('new');
});

it('keeps no failure', async () => {
  const kept = new Kept<number>();
  await expect(kept.get('a', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await kept.get('a', signal, async () => 1)).toBe(1);
});

/** Something that is being made until it is told to be `done` or given up. */
function slow() {
  const made: { signal: AbortSignal; done(value: string): void }[] = [];
  const make = (own: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      own.addEventListener('abort', () => reject(new Error('given up')));
      made.push({ signal: own, done: resolve });
    });
  return { made, make };
}

it('makes a result once for all who ask for the same meanwhile', async () => {
  const kept = new Kept<string>();
  const { made, make } = slow();
  const both = Promise.all([kept.get('a', signal, make), kept.get('a', signal, make)]);
  expect(made).toHaveLength(1);
  made[0]?.done('value');
  expect(await both).toEqual(['value', 'value']);
});

it('gives up what nobody waits for: another is asked for, or one who asked for it gives up', async () => {
  const kept = new Kept<string>();
  const { made, make } = slow();
  const first = kept.get('a', signal, make);
  const second = kept.get('b', signal, make);
  await expect(first).rejects.toThrow('given up');
  const controller = new AbortController();
  const third = kept.get('b', controller.signal, make);
  controller.abort();
  await expect(second).rejects.toThrow('given up');
  await expect(third).rejects.toThrow('given up');
  const again = kept.get('b', signal, make);
  expect(made).toHaveLength(3);
  made[2]?.done('value');
  expect(await again).toBe('value');
});

it('makes anew what was given up and has not ended yet', async () => {
  const kept = new Kept<string>();
  const { made, make } = slow();
  const controller = new AbortController();
  const first = kept.get('a', controller.signal, make);
  controller.abort();
  const second = kept.get('a', signal, make);
  await expect(first).rejects.toThrow('given up');
  made[1]?.done('value');
  expect(await second).toBe('value');
  expect(kept.value).toBe('value');
});
