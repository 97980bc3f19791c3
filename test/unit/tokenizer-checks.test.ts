import { describe, expect, it } from 'vitest';
import { refuseWhatCrashes } from '../../src/tokenizer/checks.js';

const characterMap = (bytes: readonly number[]) => ({
  normalizer: {
    type: 'Sequence',
    normalizers: [{ type: 'Precompiled', precompiled_charsmap: Buffer.from(bytes).toString('base64') }],
  },
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
    ['a template with a token that is not defined', template({}), /\[CLS\].*not define/],
    ['a template without definitions', template(undefined), /not define/],
    ['a token of unequal parts', template({ '[CLS]': { ...cls, ids: [] } }), /unequal/],
  ])('%s', (_, json, reason) => {
    expect(() => refuseWhatCrashes(json)).toThrow(reason);
  });

  it('and what is whole is not', () => {
    expect(() => refuseWhatCrashes(characterMap([4, 0, 0, 0, 1, 2, 3, 4, 0xc3, 0xa9, 0]))).not.toThrow();
    expect(() => refuseWhatCrashes(template({ '[CLS]': cls }))).not.toThrow();
  });
});
