import { writeFileSync } from 'node:fs';
import path from 'node:path';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * Writes `tokenizer.json` and `tokenizer_config.json` of a BERT whose vocabulary holds whole words alone: a text of n
 * words has n tokens and the two around them.
 * @param size how many tokens, special ones included
 * @param maxTokens the longest sequence
 */
export function writeWordTokenizer(folder: string, size: number, maxTokens: number): void {
  const tokens = [...SPECIAL, ...Array.from({ length: size - SPECIAL.length }, (_, i) => wordNumber(i))];
  const special = (id: string, typeId: number) => ({ SpecialToken: { id, type_id: typeId } });
  const text = (id: string, typeId: number) => ({ Sequence: { id, type_id: typeId } });
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
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
      single: [special('[CLS]', 0), text('A', 0), special('[SEP]', 0)],
      pair: [special('[CLS]', 0), text('A', 0), special('[SEP]', 0), text('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [SPECIAL.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
  const roles = ['pad', 'unk', 'cls', 'sep', 'mask'].map((role, i) => [`${role}_token`, SPECIAL[i]]);
  const config = {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: true,
    model_max_length: maxTokens,
    ...Object.fromEntries(roles),
  };
  writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify(config));
}

/** A different word of three syllables for each number below 512,000: "bababa", "bababe" ... */
function wordNumber(number: number): string {
  const syllable = (i: number) => `${'bcdfghjklmnprstv'[Math.floor(i / 5) % 16]}${'aeiou'[i % 5]}`;
  return syllable(Math.floor(number / 6400)) + syllable(Math.floor(number / 80) % 80) + syllable(number % 80);
}
