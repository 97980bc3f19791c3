import type { Encoding } from '../core/maskedModel.js';
import { poolingWeights } from '../core/pooling.js';
import { layersOf, type Representation } from '../core/vectors/representation.js';
import { matchWords, type PlacedWord, type WordMatch } from '../core/vectors/wordMatches.js';
import type { AskPool, PoolingModel } from './poolStates.js';

/** What has no letter and no digit says little. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/**
 * The words of two texts matched by their contextual vectors: the mean of their pieces, of the representation's layers.
 * @returns nothing when one of the texts does not fit into the model's window
 */
export async function compareWords(
  texts: readonly [string, string],
  { layers }: Representation,
  model: PoolingModel,
  ask: AskPool,
): Promise<WordMatch[]> {
  const encodings = await model.tokenizer.encodeAll(texts);
  if (encodings.some(({ ids }) => ids.length > model.maxTokens)) return [];
  const words = encodings.map((encoding, t) => wordsOf(encoding, texts[t] as string));
  if (words.some((own) => own.length === 0)) return [];
  const numbers = layersOf(layers, model.layers);
  const answers = await ask(
    encodings.map(({ ids, types }, t) => ({
      kind: 'pool',
      layers: 'all',
      ids,
      types,
      weights: (words[t] as Word[]).map(({ tokens }) => poolingWeights('mean', tokens)),
      maxMasks: [],
    })),
  );
  const vectors = answers.map(({ linear }, t) =>
    (words[t] as Word[]).map((_, w) => {
      const chosen = numbers.map((layer) => linear[layer]?.[w] as Float32Array);
      return (chosen[0] as Float32Array).map((_value, i) => chosen.reduce((sum, it) => sum + (it[i] as number), 0));
    }),
  );
  const placed = words.map((own) => own.map(({ word, start, end }) => ({ word, start, end })));
  return matchWords(placed as [PlacedWord[], PlacedWord[]], vectors as [Float32Array[], Float32Array[]]);
}

interface Word extends PlacedWord {
  /** [S], 1 for the tokens that it is made of. */
  readonly tokens: Float32Array;
}

function wordsOf({ words, spans, sequences }: Encoding, text: string): Word[] {
  const numbers = [...new Set(words.filter((word, token) => word !== undefined && sequences[token] !== undefined))];
  const all = numbers.map((number): Word => {
    const own = spans.filter((_, token) => words[token] === number);
    const start = Math.min(...own.map(([from]) => from));
    const end = Math.max(...own.map(([, to]) => to));
    const tokens = Float32Array.from(words, (word) => (word === number ? 1 : 0));
    return { word: text.slice(start, end), start, end, tokens };
  });
  return all.filter(({ word }) => SAYS_SOMETHING.test(word));
}
