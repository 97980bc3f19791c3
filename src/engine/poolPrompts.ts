import { ClozeError } from '../core/errors.js';
import { promptAround } from '../core/vectors/prompt.js';
import type { PooledText, StateKey } from '../core/vectors/states.js';
import { type AskPool, askParts, type PoolingModel, readsBelow } from './poolStates.js';
import type { PoolQuery } from './queries/pool.js';
import { joinedText, partsOf, type TextPart } from './textParts.js';

/**
 * States of the mask in a prompt around each text.
 * @param keys of the pooling `prompt` alone; the model has a mask token
 * @throws ClozeError `bad-request` when the window is too small for the prompt
 */
export async function poolPrompts(
  texts: readonly string[],
  keys: readonly StateKey[],
  { tokenizer, maxTokens, layers }: PoolingModel,
  ask: AskPool,
): Promise<PooledText[]> {
  const { text: mask = '', id } = tokenizer.mask ?? {};
  const encodings = await tokenizer.encodeAll(texts);
  const parts: TextPart[][] = [];
  for (const [t, encoding] of encodings.entries()) {
    const text = texts[t] as string;
    const { before, after } = promptAround(text, mask);
    const frame = (await tokenizer.encode(before + after)).ids.length;
    if (frame >= maxTokens) {
      throw new ClozeError('bad-request', `The prompt does not fit into the model's window of ${maxTokens} tokens.`);
    }
    parts.push(partsOf(encoding, text, maxTokens, frame));
  }
  const prompts = parts.flatMap((own, t) => {
    const text = texts[t] as string;
    const { before, after } = promptAround(text, mask);
    return own.map(({ from, to }) => `${before}${text.slice(from, to)}${after}`);
  });
  const queries = (await tokenizer.encodeAll(prompts)).map(({ ids, types }): PoolQuery => {
    const place = new Float32Array(ids.length);
    place[ids.lastIndexOf(id as number)] = 1; // a text may hold masks of its own
    const below = readsBelow(keys, layers);
    return { kind: 'pool', layers: below ? 'all' : 'last', ids, types, weights: [place], maxMasks: [] };
  });
  const answers = await askParts(parts, queries, ask);
  return answers.map((own, t) => {
    const states = own.map(({ linear }) =>
      keys.map(({ layer }) => (layer === layers ? linear.at(-1) : linear[layer])?.[0] as Float32Array),
    );
    return joinedText(keys, states, parts[t] as TextPart[], tokenizer.vocabulary);
  });
}
