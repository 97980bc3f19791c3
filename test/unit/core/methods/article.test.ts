import { describe, expect, it } from 'vitest';
import { articleFor, mendedArticle } from '../../../../src/core/methods/article.js';

describe('the indefinite article', () => {
  it.each([
    [
      'a',
      'cat house university union useful European one once-loved euphemism yellow ewe uniform NATO 7 UN 110 unanimous US USB URL Ukrainian UI UX UTF-8 UDP 1900s',
    ],
    [
      'an',
      'apple hour honest heir umbrella unimportant uninteresting FBI SMS 8 18 11th X-ray MP ugly urgent yttrium e-mail a.m. EU élite étude über Uber 1800s 1100',
    ],
  ])('is %s', (article, words) => {
    const wrong = words.split(' ').filter((word) => articleFor(word) !== article);
    expect(wrong).toEqual([]);
  });
});

describe('a mended article', () => {
  const mended = (text: string, replacement: string) => {
    const word = /\*(.+)\*/.exec(text);
    const plain = text.replaceAll('*', '');
    const start = word?.index ?? 0;
    const edit = mendedArticle(plain, { start, end: start + (word?.[1]?.length ?? 0) }, replacement);
    return edit && plain.slice(0, edit.start) + edit.text + plain.slice(edit.end);
  };

  it.each([
    ['It was a *big* house.', 'old', 'It was an big house.'],
    ['It was an *old* house.', 'big', 'It was a old house.'],
    ['A *cat* sat there.', 'owl', 'An cat sat there.'],
    ['She left. An\n*hour* passed.', 'day', 'She left. A\nhour passed.'],
    ['AN *OWL* IS', 'CAT', 'A OWL IS'],
    ['“A *cat*!”', 'owl', '“An cat!”'],
  ])('%j with %s', (text, replacement, expected) => {
    expect(mended(text, replacement)).toBe(expected);
  });

  it.each([
    ['It was a *big* house.', 'small'],
    ['It was the *big* house.', 'old'],
    ['vitamin A *deficiency*', 'absence'], // a letter
    ['a very *big* house', 'old'],
    ['Bala *big*', 'old'],
    ["l'a *big*", 'old'],
    ['a *hour*', 'owl'], // was wrong before
    ['*big*', 'old'],
  ])('is none in %j with %s', (text, replacement) => {
    expect(mended(text, replacement)).toBeUndefined();
  });
});
