import { describe, expect, it } from 'vitest';
import { formsOf, gradesOf, INFLECTIONS, lemmasOf } from '../../../../src/core/methods/inflection.js';

describe('forms of a lemma', () => {
  it.each([
    ['walk', 'walks', 'walking', 'walked'],
    ['make', 'makes', 'making', 'made'],
    ['stop', 'stops', 'stopping', 'stopped'],
    ['prefer', 'prefers', 'preferring', 'preferred'],
    ['offer', 'offers', 'offering', 'offered'],
    ['visit', 'visits', 'visiting', 'visited'],
    ['cry', 'cries', 'crying', 'cried'],
    ['play', 'plays', 'playing', 'played'],
    ['agree', 'agrees', 'agreeing', 'agreed'],
    ['dye', 'dyes', 'dyeing', 'dyed'],
    ['fix', 'fixes', 'fixing', 'fixed'],
    ['push', 'pushes', 'pushing', 'pushed'],
    ['begin', 'begins', 'beginning', 'began begun'],
    ['put', 'puts', 'putting', 'put'],
    ['be', 'is', 'being', 'was been were'],
    ['have', 'has', 'having', 'had'],
    ['go', 'goes', 'going', 'went gone'],
    ['lie', 'lies', 'lying', 'lay lain'],
    ['child', 'children', 'childing', 'childed'],
    ['leaf', 'leaves', 'leafing', 'leafed'],
    ['box', 'boxes', 'boxing', 'boxed'],
  ])('%s', (lemma, s, ing, ed) => {
    expect(formsOf(lemma, 's')).toContain(s);
    expect(formsOf(lemma, 'ing')).toEqual([ing]);
    expect(formsOf(lemma, 'ed').join(' ')).toBe(ed);
  });

  it('has the comparative and superlative apart', () => {
    expect(['big', 'large', 'happy', 'small'].map((word) => gradesOf(word).join(' '))).toEqual([
      'bigger biggest',
      'larger largest',
      'happier happiest',
      'smaller smallest',
    ]);
  });
});

describe('lemmas of a form', () => {
  const words = new Set(
    'walk make stop cry go see be have child leaf leave house thing build even find wind lie'.split(' '),
  );
  it.each([
    ['walks', 's', 'walk'],
    ['leaves', 's', 'leaf leave'],
    ['children', 's', 'child'],
    ['has', 's', 'have'],
    ['stopped', 'ed', 'stop'],
    ['went', 'ed', 'go'],
    ['seen', 'ed', 'see'],
    ['wound', 'ed', 'wind'],
    ['making', 'ing', 'make'],
    ['lying', 'ing', 'lie'],
    ['building', 'ing', 'build'],
  ] as const)('%s -%s: %s', (form, inflection, lemmas) => {
    expect(lemmasOf(form, inflection, (word) => words.has(word)).join(' ')).toBe(lemmas);
  });

  it.each([
    'this',
    'bus',
    'across',
    'bring',
    'during',
    'red',
    'need',
    'hundred',
    'thing',
    '',
    's',
    'ing',
    '中',
    'news',
  ])('are none for %j', (word) => {
    for (const inflection of INFLECTIONS) expect(lemmasOf(word, inflection, (stem) => words.has(stem))).toEqual([]);
  });

  it('have the form among their own', () => {
    for (const lemma of words) {
      for (const inflection of INFLECTIONS) {
        for (const form of formsOf(lemma, inflection)) {
          if (form !== lemma && !/^(?:childs|leafs|bes|haves|gos)$/.test(form)) {
            expect(
              lemmasOf(form, inflection, (word) => words.has(word)),
              form,
            ).toContain(lemma);
          }
        }
      }
    }
  });
});
