import { expect, it } from 'vitest';
import { blockList } from '../../src/core/blocked.js';
import offensive from '../../src/core/offensiveWords.json';

it('blocks whole words and phrases in upper and lower case, also one word of a phrase', () => {
  const isBlocked = blockList({ blocked: ['Spam', 'dead line', ' cafe\u0301 ', ''] });
  for (const text of ['spam', 'SPAM', 'spam-free', 'more spam', 'Dead Line', 'CAFÉ']) {
    expect(isBlocked(text), text).toBe(true);
  }
  for (const text of ['spammer', 'spa', 'dead', 'line', 'a']) expect(isBlocked(text), text).toBe(false);
});

it('blocks the words of the usual list unless that is switched off', () => {
  expect(offensive.length).toBeGreaterThan(20);
  expect(offensive).toEqual([...new Set(offensive.map((word) => word.toLowerCase()))]);
  for (const word of offensive) {
    expect(blockList({})(word.toUpperCase())).toBe(true);
    expect(blockList({ offensive: true })(word)).toBe(false);
  }
  expect(blockList({ offensive: true, blocked: ['tea'] })('Tea')).toBe(true);
});
