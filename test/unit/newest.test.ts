import { expect, it } from 'vitest';
import { Newest } from '../../src/engine/newest.js';

const open = () => new AbortController().signal;

it('gives up the older request with the same key, for that reason, and no other', () => {
  const newest = new Newest();
  const first = newest.open('a', open());
  const other = newest.open('b', open());
  const free = newest.open(undefined, open());
  const second = newest.open('a', open());
  expect(first.signal.reason).toMatchObject({ code: 'superseded' });
  expect([other, free, second].map(({ signal }) => signal.aborted)).toEqual([false, false, false]);
});

it('lets a request that is done alone, also when an older one ends behind it', () => {
  const newest = new Newest();
  const first = newest.open('a', open());
  const second = newest.open('a', open());
  first.done();
  const third = newest.open('a', open());
  expect(second.signal.aborted).toBe(true);
  third.done();
  newest.open('a', open());
  expect(third.signal.aborted).toBe(false);
});

it('passes the abortion of the call on', () => {
  const controller = new AbortController();
  const { signal } = new Newest().open('a', controller.signal);
  controller.abort();
  expect(signal.aborted).toBe(true);
});
