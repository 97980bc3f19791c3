import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { MaskedModel } from '../../src/core/maskedModel.js';
import { tokensInPlace } from '../../src/core/methods/gap.js';
import { loadTokenizer } from '../../src/tokenizer/load.js';
import { unigram } from '../faults/tokenizers.js';
import { MODEL } from '../support/built.js';

const folder = mkdtempSync(path.join(tmpdir(), 'cloze-tokenizer-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with these files, named by their contents. */
async function tokenizer(files: Record<string, unknown>) {
  const own = mkdtempSync(path.join(folder, 'x'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(own, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return loadTokenizer(own);
}

const bundled = () => loadTokenizer(MODEL);
const definition = JSON.parse(readFileSync(path.join(MODEL, 'tokenizer.json'), 'utf8'));

const TEXTS = [
  'The cat sat on the mat.',
  '',
  '   ',
  'a😀b — naïve café, “quoted”…',
  'E\u0301tude in decomposed letters, e\u0301\u0302 twice',
  '👩‍👩‍👧‍👦 family, 🇫🇷 flag, 👍🏽 skin',
  '中文和English混排，𠀀𠀁。',
  'tabs\tand\r\nlines\u2028and\u00a0spaces\u200b\u200d\ufeffhidden',
  'lone \ud83d surrogate \ude00 here',
  'null \u0000 and control \u0007 characters \u001b',
  'مرحبا بالعالم שלום',
  `${'long'.repeat(60)} ${'字'.repeat(300)}`,
];

describe('spans', () => {
  it.each(TEXTS)('slice %j back into its pieces', async (text) => {
    const it = await bundled();
    const { ids, spans, sequences } = (await it?.encode(text)) ?? expect.fail();
    let end = 0;
    spans.forEach(([from, to], i) => {
      if (sequences[i] === undefined) return;
      expect(from).toBeGreaterThanOrEqual(end);
      end = to;
      const piece = it?.vocabulary.piece(ids[i] as number);
      if (piece?.role !== 'special') expect(text.slice(from, to).normalize('NFC')).toBe(piece?.text);
    });
    const covered = spans.map(([from, to]) => text.slice(from, to)).join('');
    const visible = (value: string) => value.replace(/[\p{White_Space}\p{C}\ufffd]/gu, '');
    expect(visible(covered)).toBe(visible(text));
  });

  it('of a pair refer to the text that a token is from', async () => {
    const encoding = await (await bundled())?.encode('😀 one', '😀😀 two');
    const texts = ['😀 one', '😀😀 two'];
    const words = encoding?.spans.map(([from, to], i) => texts[encoding.sequences[i] ?? 2]?.slice(from, to));
    expect(words).toEqual([undefined, '😀', 'one', undefined, '😀😀', 'two', undefined]);
    expect(Array.from(encoding?.types ?? [])).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });
});

/** SentencePiece as newer versions of transformers write it: spaces are not taken out first. */
function metaspace() {
  const words = ['▁The', '▁weather', '▁has', '▁had', '▁changed', '▁un', 'known', 'x', '▁', '.'];
  const vocab = [...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], ...words].map((piece, i) => [piece, -i / 4]);
  return {
    ...unigram(),
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 1, vocab, byte_fallback: false },
  };
}

describe('a tokenizer that counts spaces to the words behind them', () => {
  const pieces = async (text: string) => {
    const it = (await tokenizer({ 'tokenizer.json': metaspace() })) ?? expect.fail();
    const { ids, spans, sequences } = await it.encode(text);
    const own = [...ids.keys()].filter((token) => sequences[token] !== undefined);
    return own.map((token) => [it.vocabulary.piece(ids[token] as number)?.text, text.slice(...(spans[token] ?? []))]);
  };

  it('takes the space before a mask with it, as its definition says', async () => {
    expect(await pieces('The weather [MASK] changed.')).toEqual([
      ['The', 'The'],
      ['weather', 'weather'],
      ['[MASK]', '[MASK]'],
      ['changed', 'changed'],
      ['.', '.'],
    ]);
  });

  it('has pieces of its own for a word behind a space', async () => {
    const it = (await tokenizer({ 'tokenizer.json': metaspace() })) ?? expect.fail();
    const { vocabulary, mask } = it;
    const model = { vocabulary, mask, encode: (text: string) => it.encode(text) } as unknown as MaskedModel;
    const inPlace = async (word: string) => {
      const tokens = await tokensInPlace(model, 'The weather has changed.', { start: 12, end: 15 }, word);
      return tokens?.map((id) => vocabulary.piece(id)?.text);
    };
    expect(await inPlace('had')).toEqual(['had']);
    expect(await inPlace('unknown')).toEqual(['un', 'known']);
    expect(await inPlace('x')).toEqual(['', 'x']);
    expect(await inPlace('q')).toBeUndefined();
  });
});

describe('loadTokenizer', () => {
  it('takes case and accents from the settings beside a tokenizer.json, where they are given', async () => {
    const normalised = async (config: Record<string, unknown>) => {
      const files = { 'tokenizer.json': definition, 'tokenizer_config.json': config };
      return (await tokenizer(files))?.vocabulary.normalise('Élan PARIS');
    };
    expect(await normalised({})).toBe('Élan PARIS');
    expect(await normalised({ do_lower_case: true })).toBe('élan paris');
    expect(await normalised({ do_lower_case: true, strip_accents: null })).toBe('elan paris');
    expect(await normalised({ do_lower_case: true, tokenizer_class: 'PreTrainedTokenizerFast' })).toBe('Élan PARIS');
  });

  it('keeps a word that was added to the vocabulary a word', async () => {
    const added = (id: number, content: string, special: boolean) => ({
      id,
      content,
      special,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    });
    const size = Object.keys(definition.model.vocab).length;
    const more = [added(size, 'covid', false), added(size + 1, '[ENTITY]', true)];
    const it = await tokenizer({
      'tokenizer.json': { ...definition, added_tokens: [...definition.added_tokens, ...more] },
    });
    expect(it?.vocabulary.piece(size)).toEqual({ id: size, text: 'covid', role: 'start' });
    expect(it?.vocabulary.piece(size + 1)?.role).toBe('special');
  });

  it('switches published padding and truncation off', async () => {
    const padded = {
      ...definition,
      truncation: { direction: 'Right', max_length: 8, strategy: 'LongestFirst', stride: 0 },
      padding: {
        strategy: { Fixed: 128 },
        direction: 'Right',
        pad_to_multiple_of: null,
        pad_id: 0,
        pad_type_id: 0,
        pad_token: '[PAD]',
      },
    };
    const it = await tokenizer({ 'tokenizer.json': padded });
    expect((await it?.encode('one two'))?.ids).toHaveLength(4);
    expect((await it?.encode('one '.repeat(20)))?.ids).toHaveLength(22);
  });

  it('makes the same tokens from vocab.txt as from tokenizer.json', async () => {
    const vocabulary = Object.entries(definition.model.vocab as Record<string, number>)
      .sort(([, a], [, b]) => a - b)
      .map(([token]) => token)
      .join('\n');
    const settings = { do_lower_case: false, strip_accents: false };
    const fromLines = await tokenizer({ 'vocab.txt': vocabulary, 'tokenizer_config.json': settings });
    const fromJson = await bundled();
    for (const text of TEXTS) {
      expect((await fromLines?.encode(text, 'b'))?.ids).toEqual((await fromJson?.encode(text, 'b'))?.ids);
    }
    expect(fromLines?.mask).toEqual(fromJson?.mask);
  });

  it("takes the checkpoint's own mask token, however its name is given", async () => {
    const configs = [
      { 'tokenizer_config.json': { mask_token: '[UNK]' } },
      { 'tokenizer_config.json': { mask_token: { content: '[UNK]', lstrip: true } } },
      { 'special_tokens_map.json': { mask_token: '[UNK]' } },
    ];
    for (const config of configs) {
      const it = await tokenizer({ 'tokenizer.json': definition, ...config });
      expect(it?.mask?.text).toBe('[UNK]');
    }
    expect((await tokenizer({ 'tokenizer.json': definition }))?.mask?.text).toBe('[MASK]');
  });

  it('gives nothing where there is no tokenizer', async () => {
    expect(await tokenizer({ 'config.json': {} })).toBeUndefined();
  });

  it.each([
    ['tokenizer.json', '{"version": "1.0", "mod'],
    ['tokenizer.json', '[]'],
    ['tokenizer.json', '{}'],
    ['tokenizer.json', { ...definition, model: { type: 'Nonsense' } }],
    ['tokenizer.json', { ...definition, model: { ...definition.model, vocab: { a: -1 } } }],
    ['vocab.txt', 'just\nwords\n'],
    ['vocab.txt', ''],
    ['tokenizer_config.json', 'no json'],
  ])('refuses a damaged %s: %.40j', async (name, content) => {
    await expect(tokenizer({ [name]: content })).rejects.toMatchObject({
      code: 'bad-checkpoint',
      message: expect.stringContaining(name),
    });
  });
});
