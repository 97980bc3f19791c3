import { describe, expect, it } from 'vitest';
import { type Alternatives, alternativesAt, alternativesIn, alternativesOf } from '../../../src/core/alternatives.js';

const shown = (text: string, found: Alternatives | undefined) =>
  found && [text.slice(found.start, found.end), ...found.alternatives];

describe('alternatives in a selection', () => {
  it.each([
    ['big/large/huge', ['big/large/huge', 'big', 'large', 'huge']],
    [' big / large\r\n', ['big / large', 'big', 'large']],
    ['in front of | behind', ['in front of | behind', 'in front of', 'behind']],
    ['[affect|effect]', ['[affect|effect]', 'affect', 'effect']],
    ['[MASK:affect|effect]', ['[MASK:affect|effect]', 'affect', 'effect']],
    ['and/or|or', ['and/or|or', 'and/or', 'or']],
    ['大／小', ['大／小', '大', '小']],
    ['大、小、中', ['大、小、中', '大', '小', '中']],
    ['a\\/b/c', ['a\\/b/c', 'a/b', 'c']],
    ['big', undefined],
    ['big/big', undefined],
    ['[MASK:one]', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(shown(text, alternativesIn(text, { start: 0, end: text.length }))).toEqual(expected);
  });
});

describe('alternatives at a cursor', () => {
  it.each([
    ['The bi^g/large/huge, dog', ['big/large/huge', 'big', 'large', 'huge']],
    ['It [has|have ch^anged] since', ['[has|have changed]', 'has', 'have changed']],
    ['It [MASK:has|have]^ since', ['[MASK:has|have]', 'has', 'have']],
    ['We saw [the big/la^rge house](http://x.y)', ['big/large', 'big', 'large']],
    ['[note: he has/had g^one]', undefined],
    ['We saw [big/la^rge]', ['[big/large]', 'big', 'large']],
    ['It [MASK]^ a/b', undefined],
    ['The ^dog', undefined],
    ['一只大/^小狗', ['一只大/小狗', '一只大', '小狗']],
  ])('%j', (marked, expected) => {
    const text = marked.replace('^', '');
    expect(shown(text, alternativesAt(text, marked.indexOf('^')))).toEqual(expected);
  });
});

it('several selections are one alternative each, their place the whole stretch', () => {
  const text = 'a big, large or huge dog';
  const spans = ['big', 'large', 'huge'].map((it) => ({ start: text.indexOf(it), end: text.indexOf(it) + it.length }));
  expect(shown(text, alternativesOf(text, spans))).toEqual(['big, large or huge', 'big', 'large', 'huge']);
  expect(alternativesOf(text, spans.slice(0, 1))).toBeUndefined();
});
