import { describe, expect, it } from 'vitest';
import { notices } from '../../../src/cli/familiarity.js';

const known = { tokens: 10, unknown: 0, examples: [] };
const some = { tokens: 10, unknown: 3, examples: ['😀', '☃'] };

describe('notices', () => {
  it('are none of what the model knows, or of nothing', () => {
    expect(notices([known, { tokens: 0, unknown: 0, examples: [] }])).toEqual([]);
  });

  it('name what it does not know', () => {
    expect(notices([some])).toEqual([
      'The model does not know 3 of the 10 tokens of the text (😀 ☃ ...). All unknown tokens are the same to it.',
    ]);
    expect(notices([known, { ...some, unknown: 2 }])[0]).toContain('tokens of text 2 (😀 ☃).');
  });

  it('warn of answers that mean nothing', () => {
    expect(notices([{ tokens: 2, unknown: 2, examples: ['😀', '☃'] }])).toEqual([
      'The model knows no token of the text. Do not trust the answer.',
    ]);
    expect(notices([{ ...some, unfamiliar: { what: 'script', unknown: 0.5, pieces: 1 } }])[0]).toMatch(
      /script of the text: 50 % of its words\. Do not trust/,
    );
    expect(notices([{ ...known, unfamiliar: { what: 'language', unknown: 0, pieces: 1.84 } }])[0]).toMatch(
      /language of the text: its words fall into 1\.8 times as many pieces/,
    );
  });

  it('do not become a page', () => {
    const lines = notices(Array(9).fill(some));
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('It is much the same with 6 more of the texts.');
  });
});
