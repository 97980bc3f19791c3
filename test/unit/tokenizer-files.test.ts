import { describe, expect, it } from 'vitest';
import { codePointToUtf16 } from '../../src/tokenizer/utf16.js';
import { asConfigured, composeFirst, schemeOf, wordPieceJson } from '../../src/tokenizer/wordpiece.js';

describe('codePointToUtf16', () => {
  it.each(['', 'abc', 'a😀b', '😀😀', 'e\u0301\u{20000}x', '👩‍👩‍👧 z'])('agrees with counting in %j', (text) => {
    const map = codePointToUtf16(text);
    const points = [...text];
    for (let i = 0; i <= points.length; i++) expect(map(i)).toBe(points.slice(0, i).join('').length);
  });

  it('counts a lone surrogate as one, as the library does', () => {
    const map = codePointToUtf16('\ud83d😀\ude00x');
    expect([0, 1, 2, 3, 4].map(map)).toEqual([0, 1, 3, 4, 5]);
  });
});

describe('wordPieceJson', () => {
  const vocabulary = '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n';

  it('numbers the lines, with either line ending', () => {
    for (const text of [vocabulary, vocabulary.replaceAll('\n', '\r\n')]) {
      const { model } = wordPieceJson(text) as { model: { vocab: Record<string, number> } };
      expect(model.vocab).toEqual({ '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, '[MASK]': 4, a: 5, '##b': 6 });
    }
  });

  it('refuses a vocabulary without the special tokens', () => {
    expect(() => wordPieceJson('a\nb\n')).toThrow('[PAD]');
  });

  it('takes the defaults of the reference, and what the settings say', () => {
    const normalizer = (config: Record<string, unknown>) =>
      asConfigured(wordPieceJson(vocabulary), config)['normalizer'];
    const common = { type: 'BertNormalizer', clean_text: true };
    expect(normalizer({})).toEqual({ ...common, lowercase: true, strip_accents: null, handle_chinese_chars: true });
    const config = { do_lower_case: false, strip_accents: false, tokenize_chinese_chars: 'odd' };
    expect(normalizer(config)).toEqual({
      ...common,
      lowercase: false,
      strip_accents: false,
      handle_chinese_chars: true,
    });
    expect(normalizer({ tokenize_chinese_chars: false })).toMatchObject({ handle_chinese_chars: false });
  });
});

it('composes characters only in front of the BERT normaliser', () => {
  const bert = { normalizer: { type: 'BertNormalizer', lowercase: false } };
  expect(composeFirst(bert)).toEqual({
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, bert.normalizer] },
  });
  const other = { normalizer: { type: 'Precompiled' } };
  expect(composeFirst(other)).toBe(other);
});

it('knows how a vocabulary marks words', () => {
  expect(schemeOf({ model: { type: 'WordPiece', continuing_subword_prefix: '@@' } })).toEqual({
    kind: 'wordpiece',
    prefix: '@@',
  });
  expect(schemeOf({ model: { type: 'Unigram' } }).kind).toBe('metaspace');
});
