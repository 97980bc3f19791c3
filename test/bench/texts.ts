import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomNumbers } from './random-checkpoint.js';

/** `[CLS]` and `[SEP]`. */
const AROUND = 2;

/** Words that are one token each in the model's vocabulary. */
export function wholeWords(folder: string): string[] {
  return vocabulary(folder).filter((piece) => /^[a-z]{3,}$/.test(piece));
}

/** Pieces of the vocabulary in `tokenizer.json`, by token id. */
export function vocabulary(folder: string): string[] {
  const json = JSON.parse(readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
  };
  const pieces: string[] = [];
  for (const [piece, id] of Object.entries(json.model.vocab)) pieces[id] = piece;
  return pieces;
}

/** Texts of exactly `tokens` tokens, special ones included, with a mask in the middle; the same for the same sizes. */
export function maskedTexts(words: readonly string[], tokens: number, count: number): string[] {
  const random = randomNumbers(tokens);
  return Array.from({ length: count }, () => {
    const text = sentence(words, tokens - AROUND, random);
    text[text.length >> 1] = '[MASK]';
    return text.join(' ');
  });
}

/**
 * Sentences of 4 to 60 tokens, special ones included: most are short and a few long, as in prose (log-normal, half of
 * them below 16). In no order.
 */
export function raggedSentences(words: readonly string[], count: number): string[] {
  const random = randomNumbers(7);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const tokens = Math.min(60, Math.max(4, Math.round(16 * Math.exp(0.6 * normal))));
    return sentence(words, tokens - AROUND, random).join(' ');
  });
}

function sentence(words: readonly string[], length: number, random: () => number): string[] {
  return Array.from({ length }, () => words[Math.floor(random() * words.length)] as string);
}
