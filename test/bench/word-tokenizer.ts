import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { wordPieceJson } from '../../src/tokenizer/wordpiece.js';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * Writes `tokenizer.json` and `tokenizer_config.json` of a BERT whose vocabulary holds whole words alone: a text of n
 * words has n tokens and the two around them.
 * @param size how many tokens, special ones included
 * @param maxTokens the longest sequence
 */
export function writeWordTokenizer(folder: string, size: number, maxTokens: number): void {
  const tokens = [...SPECIAL, ...Array.from({ length: size - SPECIAL.length }, (_, i) => wordNumber(i))];
  const tokenizer = wordPieceJson(tokens.join('\n'));
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
