// Definitions (`tokenizer.json`) of at most 64 tokens, one of each kind that the native library knows and models use.

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const PIECES = ['it', 'was', 'a', 'very', 'good', 'long', 'or', 'er', 'x', 'b', '.', 'i', 't', 'w', 's', 'v', 'e', 'r'];

/** As BERT has it. */
export function wordPiece() {
  const pieces = [...SPECIAL, ...PIECES, '##er', '##a', '##b', 'naive', '中', '文'];
  return {
    ...shared('[CLS]', '[SEP]'),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: numbered(pieces),
    },
  };
}

/** As ALBERT has it: SentencePiece with a table of characters. */
export function unigram() {
  const pieces = [...SPECIAL, ...PIECES.map((piece) => `▁${piece}`), ...PIECES, '▁'];
  return {
    ...shared('[CLS]', '[SEP]'),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Replace', pattern: { String: '``' }, content: '"' },
        { type: 'NFKD' },
        { type: 'StripAccents' },
        { type: 'Lowercase' },
        { type: 'Precompiled', precompiled_charsmap: emptyCharacterMap() },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ],
    },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 1, vocab: pieces.map((piece, i) => [piece, -i / 4]), byte_fallback: false },
  };
}

/** As RoBERTa has it, but with few of the bytes. */
export function bytePairs() {
  const pieces = [...SPECIAL, ...new Set(PIECES.join('')), 'Ġ', 'it', 'er', 'Ġa', 'or', 'lo'];
  return {
    ...shared('[CLS]', '[SEP]'),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '[UNK]',
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: numbered(pieces),
      merges: ['i t', 'e r', 'Ġ a', 'o r', 'l o'],
    },
  };
}

/** One token a word, and the parts that the others do not have. */
export function wordLevel() {
  return {
    ...shared('[CLS]', '[SEP]'),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Strip', strip_left: true, strip_right: true },
        { type: 'Prepend', prepend: ' ' },
        { type: 'NFC' },
        { type: 'Nmt' },
        { type: 'Replace', pattern: { Regex: '(\\p{M})\\1+' }, content: '' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: '[a-z]+|\\s+' }, behavior: 'Isolated', invert: false },
        { type: 'CharDelimiterSplit', delimiter: 'x' },
        { type: 'Digits', individual_digits: true },
        { type: 'Punctuation', behavior: 'Isolated' },
        { type: 'UnicodeScripts' },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['[SEP]', 3],
      cls: ['[CLS]', 2],
      trim_offsets: true,
      add_prefix_space: true,
    },
    decoder: { type: 'Sequence', decoders: [{ type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
    model: { type: 'WordLevel', unk_token: '[UNK]', vocab: numbered([...SPECIAL, ...PIECES, ' ', '中']) },
  };
}

const numbered = (pieces: readonly string[]): Record<string, number> =>
  Object.fromEntries(pieces.map((piece, id) => [piece, id]));

function shared(first: string, last: string) {
  const ids = numbered(SPECIAL);
  const special = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } });
  const single = [special(first), { Sequence: { id: 'A', type_id: 0 } }, special(last)];
  const named = (token: string) => [token, { id: token, ids: [ids[token]], tokens: [token] }];
  return {
    version: '1.0',
    truncation: { direction: 'Right', max_length: 20, strategy: 'LongestFirst', stride: 0 },
    padding: {
      strategy: 'BatchLongest',
      direction: 'Right',
      pad_to_multiple_of: null,
      pad_id: 0,
      pad_type_id: 0,
      pad_token: '[PAD]',
    },
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: content === '[MASK]',
      rstrip: false,
      normalized: false,
      special: true,
    })),
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, { Sequence: { id: 'B', type_id: 1 } }, special(last)],
      special_tokens: Object.fromEntries([named(first), named(last)]),
    },
  };
}

/** A double array of 256 empty units, which finds nothing, and no replacements (SentencePiece, normalizer.cc). */
function emptyCharacterMap(): string {
  const units = new Uint32Array(1 + 256);
  units[0] = 4 * 256;
  return Buffer.concat([new Uint8Array(units.buffer), Uint8Array.of(0)]).toString('base64');
}
