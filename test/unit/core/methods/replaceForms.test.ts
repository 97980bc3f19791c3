import { describe, expect, it } from 'vitest';
import { isEnglishAround } from '../../../../src/core/methods/english.js';
import { EnglishForms } from '../../../../src/core/methods/replaceForms.js';

const WORDS =
  'walk walked go went run house houses home building build city cities good great big large bigger interesting ' +
  'interest tire tired sleepy say said think thought is be and people person';
const has = (word: string) => WORDS.split(' ').includes(word);
const forms = (word: string, candidate: string, before = '') =>
  new EnglishForms(word, before, has).formsLike(candidate).map(({ text }) => text);

describe('what stands for an English word', () => {
  it.each([
    ['houses', 'building', 'buildings builds'],
    ['houses', 'city', 'cities'],
    ['houses', 'cities', 'cities'],
    ['house', 'cities', 'city'],
    ['people', 'city', 'cities'],
    ['walked', 'go', 'went gone'],
    ['walked', 'went', 'went'],
    ['walked', 'said', 'said'],
    ['walk', 'went', 'went go'],
    ['walk', 'run', 'run'],
    ['grabbed', 'take', 'took taken'], // not in the vocabulary
  ])('%s: %s gives %s', (word, candidate, expected) => {
    expect(forms(word, candidate).join(' ')).toBe(expected);
  });

  it.each([
    ['house', 'house'],
    ['house', 'houses'],
    ['houses', 'house'],
    ['walked', 'walk'],
    ['went', 'go'],
    ['big', 'bigger'],
    ['bigger', 'big'],
    ['is', 'be'],
  ])('%s: nothing from its own form %s', (word, candidate) => {
    expect(forms(word, candidate)).toEqual([]);
  });

  it('is not inflected in place of a noun or an adjective in -ing or -ed', () => {
    expect(forms('building', 'house', 'He sold the ')).toEqual(['house']);
    expect(forms('building', 'house', 'They are ')).toEqual(['housing']);
    expect(forms('tired', 'sleepy', 'I am very ')).toEqual(['sleepy']);
  });

  it('says what each is a form of', () => {
    expect(new EnglishForms('walked', '', has).formsLike('went')).toEqual([{ text: 'went', lemmas: ['go'] }]);
  });
});

it.each([
  ['The cat sat on the mat.', true],
  ['Dogs bark loudly', true],
  ['Der Hund läuft schnell nach Hause und schläft.', false],
  ['Le chat dort sur la table.', false],
  ['她很高兴。', false],
  ['Кошка спит.', false],
])('%j: English rules hold: %s', (text, expected) => {
  expect(isEnglishAround(text, { start: 0, end: 3 })).toBe(expected);
});
