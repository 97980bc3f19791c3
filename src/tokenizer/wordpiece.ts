import { isRecord } from '../core/json.js';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * BERT's `vocab.txt`, one piece a line and the line number its id, as the `tokenizer.json` that stands for the same
 * (transformers, convert_slow_tokenizer.py, BertConverter), with the defaults of tokenization_bert.py: lower-cased, and
 * then without accents.
 * @throws Error when a special token is missing
 */
export function wordPieceJson(vocabulary: string): Record<string, unknown> {
  const pieces = vocabulary.split(/\r?\n/);
  if (pieces.at(-1) === '') pieces.pop();
  const ids = new Map(pieces.map((piece, id) => [piece.trimEnd(), id]));
  const idOf = (token: string) => {
    const id = ids.get(token);
    if (id === undefined) throw new Error(`it has no line ${token}`);
    return id;
  };
  const special = (token: string, segment: number) => ({ SpecialToken: { id: token, type_id: segment } });
  const text = (sequence: string, segment: number) => ({ Sequence: { id: sequence, type_id: segment } });
  const single = [special('[CLS]', 0), text('A', 0), special('[SEP]', 0)];
  const named = (token: string) => [token, { id: token, ids: [idOf(token)], tokens: [token] }];
  return {
    version: '1.0',
    added_tokens: SPECIAL.map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, text('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries([named('[CLS]'), named('[SEP]')]),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(ids),
    },
  };
}

/**
 * The reference BERT tokenizer composes characters first (tokenization_bert.py, BasicTokenizer.tokenize: NFC); published
 * `tokenizer.json` files leave that out, and then spell a decomposed É as E and a lone accent. Here both compose.
 * @param json a parsed `tokenizer.json`
 */
export function composeFirst(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const normalizer = json['normalizer'];
  if (!isRecord(normalizer) || normalizer['type'] !== 'BertNormalizer') return json;
  return { ...json, normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, normalizer] } };
}

/** The keys of `tokenizer_config.json` and what they are called in a normalizer. */
const NORMALIZER_KEYS = [
  ['do_lower_case', 'lowercase'],
  ['strip_accents', 'strip_accents'],
  ['tokenize_chinese_chars', 'handle_chinese_chars'],
] as const;

/**
 * What `tokenizer_config.json` says of case, accents and Chinese characters counts more than the normalizer of
 * `tokenizer.json` (transformers, tokenization_bert_fast.py, BertTokenizerFast.__init__).
 * @param json a parsed `tokenizer.json`
 */
export function asConfigured(
  json: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const normalizer = json['normalizer'];
  if (!isRecord(normalizer) || normalizer['type'] !== 'BertNormalizer') return json;
  const given = NORMALIZER_KEYS.flatMap(([key, name]) => {
    const value = config[key];
    return typeof value === 'boolean' || (value === null && name === 'strip_accents') ? [[name, value]] : [];
  });
  return { ...json, normalizer: { ...normalizer, ...Object.fromEntries(given) } };
}

/** How a vocabulary marks where words begin. */
export type Scheme =
  /** A piece inside a word carries a prefix, `##` as a rule. */
  | { readonly kind: 'wordpiece'; readonly prefix: string }
  /** A piece that begins a word carries a mark for the space before it (SentencePiece). */
  | { readonly kind: 'metaspace'; readonly mark: string };

/** @param json a parsed `tokenizer.json` */
export function schemeOf(json: Readonly<Record<string, unknown>>): Scheme {
  const model = isRecord(json['model']) ? json['model'] : {};
  const prefix = model['continuing_subword_prefix'];
  if (typeof prefix === 'string' && prefix) return { kind: 'wordpiece', prefix };
  if (model['type'] === 'WordPiece') return { kind: 'wordpiece', prefix: '##' };
  return { kind: 'metaspace', mark: '\u2581' };
}
