import { expect, it } from 'vitest';
import { hardlyKnown } from '../../../../src/core/comparison/hardlyKnown.js';

it('puts each text into one group: many unknown tokens, another language, a few unknown tokens', () => {
  const known = { tokens: 10, unknown: 0, examples: [] };
  const language = { what: 'language', unknown: 0, pieces: 1.8 } as const;
  const script = { what: 'script', unknown: 0.3, pieces: 1 } as const;
  const groups = hardlyKnown([
    known,
    { tokens: 1, unknown: 1, examples: ['🎉'] },
    { ...known, unfamiliar: language },
    { tokens: 10, unknown: 2, examples: ['𓀀', '🎉'] },
    { tokens: 30, unknown: 6, examples: ['ჰ'], unfamiliar: script },
    { tokens: 0, unknown: 0, examples: [] },
  ]);
  expect(groups).toEqual({
    strange: { texts: [1, 4], examples: ['🎉', 'ჰ'] },
    foreign: { texts: [2], examples: [] },
    gaps: { texts: [3], examples: ['𓀀', '🎉'] },
  });
});
