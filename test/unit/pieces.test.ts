import { expect, it } from 'vitest';
import { rolesAfter } from '../../src/core/pieces.js';

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
