import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyGolden, type GoldenName } from './checkpoints.js';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** 96 pieces, as many as the golden checkpoints have: letters, alone and inside words. */
export const TINY_VOCABULARY: readonly string[] = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...['.', ...'0123456789', '中', '文'],
];

/** A copy of a golden checkpoint that can read text. */
export async function readingGolden(name: GoldenName): Promise<string> {
  const folder = await copyGolden(name);
  await writeFile(path.join(folder, 'vocab.txt'), `${TINY_VOCABULARY.join('\n')}\n`);
  return folder;
}
