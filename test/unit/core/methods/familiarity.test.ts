import { describe, expect, it } from 'vitest';
import { familiarity } from '../../../../src/core/methods/unfamiliar.js';
import { toyModel } from '../../../support/toyModel.js';

const toy = toyModel(['a', 'dog', 'cat', '.'], () => 1);

describe('familiarity', () => {
  it('counts a text without its masks and other special tokens', async () => {
    expect(await familiarity(toy, 'a [MASK] dog.')).toEqual({ tokens: 3, unknown: 0, examples: [] });
    expect(await familiarity(toy, '')).toEqual({ tokens: 0, unknown: 0, examples: [] });
  });

  it('shows some of what is unknown, each once', async () => {
    const { tokens, unknown, examples, unfamiliar } = await familiarity(toy, 'a dog ! ! cat. % # & * +');
    expect([tokens, unknown]).toEqual([11, 7]);
    expect(examples).toEqual(['!', '%', '#', '&', '*']);
    expect(unfamiliar).toBeUndefined();
  });

  it('tells a script that the tokenizer does not know', async () => {
    expect(await familiarity(toy, 'a ж dog')).toMatchObject({
      unknown: 1,
      unfamiliar: { what: 'script', unknown: 1 / 3 },
    });
  });
});
