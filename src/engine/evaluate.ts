import { ClozeError } from '../core/errors.js';
import type { SpecialToken, TokenQuery } from '../core/maskedModel.js';
import type { PredictedTokens, PredictParams, TokenisedText } from '../protocol/engine.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { Ask } from './maskedModel.js';

/** The tokens of each text. */
export async function tokenize(texts: readonly string[], tokenizer: Tokenizer): Promise<TokenisedText[]> {
  return (await tokenizer.encodeAll(texts)).map(({ ids, words, sequences }) => {
    const isOwn = (_: unknown, token: number) => sequences[token] !== undefined;
    const numbers = words.filter(isOwn).map((word, token) => word ?? token);
    return { ids: ids.filter(isOwn), words: Int32Array.from(numbers) };
  });
}

/**
 * Masks the wanted places of each sequence, puts the model's special tokens around it, all as segment 0, and predicts
 * the masked tokens.
 * @throws ClozeError `bad-request` when a place is outside its sequence
 */
export async function predict(
  { sequences, top }: PredictParams,
  { tokenizer, mask }: { tokenizer: Tokenizer; mask: SpecialToken },
  ask: Ask,
): Promise<PredictedTokens[]> {
  const frame = await tokenizer.encode(mask.text);
  const content = frame.sequences.indexOf(0);
  const head = frame.ids.subarray(0, content);
  const tail = frame.ids.subarray(frame.sequences.lastIndexOf(0) + 1);
  const queries = sequences.map(({ ids, places }): TokenQuery => {
    const truth = places.map((place) => ids[place] ?? outside(place));
    const masked = Int32Array.of(...head, ...ids, ...tail);
    for (const place of places) masked[head.length + place] = mask.id;
    return {
      ids: masked,
      types: new Int32Array(masked.length),
      places: places.map((place) => head.length + place),
      targets: truth.map((id) => [id]),
      top,
    };
  });
  const answers = await ask(queries);
  return answers.map((rows, i) => {
    const targets = (queries[i] as TokenQuery).targets as number[][];
    return {
      ranks: Int32Array.from(rows, ({ ids }, place) => ids.indexOf((targets[place] as number[])[0] as number)),
      logprobs: Float32Array.from(rows, ({ targetLogprobs }) => targetLogprobs[0] as number),
    };
  });
}

function outside(place: number): never {
  throw new ClozeError('bad-request', `There is no token ${place} in the sequence.`);
}
