import { describe, expect, it } from 'vitest';
import { fillAt } from '../../../../src/core/methods/fillAt.js';
import { toyModel } from '../../../support/toyModel.js';

const PIECES = ['the', 'cat', 'dog', 'sat', 'ran', '.', '/', 'let', '=', ';', '1'];
const toy = () =>
  toyModel(PIECES, (token, place, tokens) => {
    const [before, behind] = [tokens[place - 1], tokens[place + 1]];
    if (before === 'the' && (behind === 'sat' || behind === '[MASK]')) return { cat: 90, dog: 60 }[token] ?? 1;
    if (before === 'cat') return { sat: 10 }[token] ?? 1;
    if (before === 'dog') return { ran: 900 }[token] ?? 1;
    return 1;
  });

const at = (marked: string, language: string, options = {}) => {
  const [text, offset] = [marked.replace('‸', ''), marked.indexOf('‸')];
  return fillAt(toy(), { text, offset, language, spelling: '', top: 2, pieces: 1, ...options });
};

describe('words for the mask at a place', () => {
  it('are those for a mask that stands alone', async () => {
    const { filled, together, masks, text } = await at('the ‸[MASK] sat.', 'plaintext');
    expect(filled.candidates.map(({ word }) => word)).toEqual(['cat', 'dog']);
    expect(together).toBeUndefined();
    expect(masks).toHaveLength(1);
    expect(text).toBe('the [MASK] sat.');
  });

  it('are found together with the masks of the paragraph', async () => {
    const { filled, together, masks, index } = await at('the [MASK] sat.\n\nthe [MASK] ‸[MASK].', 'plaintext');
    expect(masks).toHaveLength(2);
    expect(index).toBe(1);
    expect(together?.words).toEqual(['dog', 'ran']);
    expect(filled.candidates[0]?.word).toBe('ran');
  });

  it('are found with the masks of other paragraphs before the model as masks, however they are spelled', async () => {
    const toy = toyModel(PIECES, () => 1);
    const text = '____ sat.\n\nthe <mask> sat.\n\nthe [MASK:cat|dog] ran.';
    const request = { text, offset: text.indexOf('<mask>'), language: 'plaintext', top: 2, pieces: 1 };
    const found = await fillAt(toy, { ...request, spelling: '____' });
    expect(found.text).toBe(text);
    expect(text.slice(found.filled.start, found.filled.end)).toBe('<mask>');
    const seen = toy.asked.flat().map(({ ids }) => Array.from(ids, (id) => toy.vocabulary.piece(id)?.text).join(' '));
    expect(seen[0]).toBe('[CLS] [MASK] sat . the [MASK] sat . the [MASK] ran . [SEP]');
  });

  it('are found in the comment alone in a program, and in code where that is the place', async () => {
    const comment = await at('let a = 1;\n// the\n// ‸[MASK] sat\nlet b = [MASK];', 'typescript');
    expect(comment.text).toBe('the [MASK] sat');
    expect(comment.filled.candidates[0]?.word).toBe('cat');
    const code = await at('// [MASK]\nlet a = ‸[MASK];', 'typescript');
    expect(code.text).toBe('// [MASK]\nlet a = [MASK];');
    expect(code.index).toBe(1);
  });

  it('are found for a spelling that is configured, and never blocked', async () => {
    const { filled } = await at('the ‸____ sat.', 'plaintext', { spelling: '____', blocked: ['cat'] });
    expect(filled.candidates[0]?.word).toBe('dog');
  });

  it('are refused where no mask begins', async () => {
    for (const marked of ['‸the [MASK]', 'the [‸MASK]', 'the ____‸']) {
      await expect(at(marked, 'plaintext')).rejects.toMatchObject({ code: 'bad-request' });
    }
  });
});
