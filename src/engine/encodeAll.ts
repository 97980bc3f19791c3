import type { Encoding } from '../core/maskedModel.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** So many texts are tokenised at the same time: one that a person waits for must not stand in line behind many. */
const AT_ONCE = 8;

/** Tokenises texts, in order. */
export async function encodeAll(tokenizer: Tokenizer, texts: readonly string[]): Promise<Encoding[]> {
  const encodings: Encoding[] = [];
  for (let i = 0; i < texts.length; i += AT_ONCE) {
    encodings.push(...(await Promise.all(texts.slice(i, i + AT_ONCE).map((text) => tokenizer.encode(text)))));
  }
  return encodings;
}
