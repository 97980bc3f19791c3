import { expect, it } from 'vitest';
import { isStillTyped, isUnspaced, isWord, lettersAt, lettersBefore, rolesAfter } from '../../src/core/pieces.js';

it.each([
  ['', ['start']],
  ['a ', ['start']],
  ['line\n', ['start']],
  ['un', ['inside', 'joined']],
  ['É', ['inside', 'joined']],
  ['e\u0301', ['inside', 'joined']],
  ['19', ['inside', 'joined']],
  ['(', ['start', 'joined']],
  ['“', ['start', 'joined']],
  ['foo_', ['start', 'joined']],
  ['我', ['start', 'joined']],
  ['𠀀', ['start', 'joined']],
  ['😀', ['start', 'joined']],
])('behind %j a piece may be %j', (before, roles) => {
  expect(rolesAfter(before)).toEqual(roles);
});

it('offers words and numbers, not punctuation', () => {
  expect(['word', 'É', '1990', '字', "'s", 'ة'].map(isWord)).toEqual(Array(6).fill(true));
  expect(['.', '—', '', ' ', '…', '\u0301', '$'].map(isWord)).toEqual(Array(7).fill(false));
});

it.each([
  ['un', 'happy'],
  ['a un', 'happy you'],
  ['(un', 'happy)'],
  ["don't", 's'],
  ['19', '84'],
  ['cafe\u0301', 'e\u0301s'],
  ['foo_get', 'User(x)'],
])('finds the letters between which a mask stands in %j and %j', (before, behind) => {
  const text = `${before}[MASK]${behind}`;
  expect(lettersBefore(text, before.length)).toBe(/[\p{L}\p{M}\p{N}]+$/u.exec(before)?.[0]);
  expect(lettersAt(text, before.length + 6)).toBe(/^[\p{L}\p{M}\p{N}]+/u.exec(behind)?.[0]);
});

it.each([
  ['a ', ' b'],
  ['', ''],
  ['我', '是'],
  ['😀', '😀'],
  ['x-', '-x'],
  ['\ud83d', '\ude00'],
  ['中\u0301', '\u0301中'],
  ['x'.repeat(64), '.'],
])('finds none in %j and %j', (before, behind) => {
  expect(lettersBefore(before, before.length)).toBe('');
  expect(lettersAt(behind, 0)).toBe('');
});

it('ends a word at characters of scripts without spaces', () => {
  expect(lettersBefore('我用Word', 6)).toBe('Word');
  expect(lettersAt('s文件', 0)).toBe('s');
  expect(['中', 'ひ', 'ไ', 'iPhone手'].map(isUnspaced)).toEqual([true, true, true, true]);
  expect(['a', '한', 'ع', ''].map(isUnspaced)).toEqual([false, false, false, false]);
});

it.each([
  ['nothing was typed', 'It was a beaut', 14, 'It was a beaut', true],
  ['letters were typed', 'It was a beaut', 14, 'It was a beautiful', true],
  ['letters were typed before other text', 'a beaut. It', 7, 'a beauti. It', true],
  ['the word is over', 'It was a beaut', 14, 'It was a beautiful day', false],
  ['the word is over before other text', 'a beaut. It', 7, 'a beaut . It', false],
  ['a letter was taken back', 'It was a beaut', 14, 'It was a beau', false],
  ['the word was changed', 'It was a beaut', 14, 'It was a beast', false],
  ['what is behind was changed', 'a beaut. It', 7, 'a beaut. I', false],
  ['the line is gone', 'It was a beaut', 14, '', false],
  ['signs that combine were typed', 'cafe', 4, 'cafe\u0301s', true],
])('tells whether a word is still typed: %s', (_, line, offset, now, still) => {
  expect(isStillTyped(line, offset, now)).toBe(still);
});
