import { describe, expect, it } from 'vitest';
import { refuseWhatCrashes } from '../../src/tokenizer/checks.js';

const characterMap = (bytes: readonly number[]) => ({
  normalizer: {
    type: 'Sequence',
    normalizers: [{ type: 'Precompiled', precompiled_charsmap: Buffer.from(bytes).toString('base64') }],
  },
});
/** A table that finds nothing, as far as it is not changed; then an é. */
const table = (units: Record<number, number> = {}, size = 256) => {
  const words = Uint32Array.from({ length: 1 + size }, (_, i) => (i === 0 ? 4 * size : (units[i - 1] ?? 0)));
  return characterMap([...new Uint8Array(words.buffer), 0xc3, 0xa9, 0]);
};
const merges = (prefix: string) => ({
  model: { type: 'BPE', continuing_subword_prefix: prefix, merges: ['a ##b', ['b', 'c']] },
});
const template = (defined: unknown) => ({
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: defined,
  },
});
const cls = { id: '[CLS]', ids: [2], tokens: ['[CLS]'] };

describe('what would end the process is refused', () => {
  it.each([
    ['a map that is no base64', { type: 'Precompiled', precompiled_charsmap: 'a{bc' }, /base64/],
    ['a map that is no text', { type: 'Precompiled', precompiled_charsmap: 5 }, /base64/],
    ['a map without a length', characterMap([1, 0]), /too short/],
    ['a map that is cut off', characterMap([8, 0, 0, 0, 1, 2, 3, 4]), /cut off/],
    ['a map whose text is none', characterMap([4, 0, 0, 0, 1, 2, 3, 4, 0xff]), /text/],
    ['a map that is too small for every byte', table({}, 16), /outside/],
    ['a map that leads behind its end', table({ 0: 5000 << 10 }), /outside/],
    ['a map to a text behind the last', table({ 97: 97 | 0x100 | (1 << 10), 96: 0x80000000 + 500 }), /outside/],
    ['a map into the middle of a character', table({ 97: 97 | 0x100 | (1 << 10), 96: 0x80000001 }), /outside/],
    ['a merge without the prefix', merges('##'), /lacks the prefix/],
    [
      'a template with a second text',
      { type: 'TemplateProcessing', single: [{ Sequence: { id: 'B' } }] },
      /single text/,
    ],
    ['a template with a token that is not defined', template({}), /\[CLS\].*not define/],
    ['a template without definitions', template(undefined), /not define/],
    ['a token of unequal parts', template({ '[CLS]': { ...cls, ids: [] } }), /unequal/],
  ])('%s', (_, json, reason) => {
    expect(() => refuseWhatCrashes(json)).toThrow(reason);
  });

  it('and what is whole is not', () => {
    expect(() => refuseWhatCrashes(table())).not.toThrow();
    expect(() => refuseWhatCrashes(table({ 97: 97 | 0x100 | (1 << 10), 96: 0x80000000 }))).not.toThrow();
    expect(() => refuseWhatCrashes(merges(''))).not.toThrow();
    expect(() => refuseWhatCrashes(template({ '[CLS]': cls }))).not.toThrow();
  });
});
