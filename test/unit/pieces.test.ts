import { expect, it } from 'vitest';
import { isWord, rolesAfter } from '../../src/core/pieces.js';

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
