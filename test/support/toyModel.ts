import type { Encoding, MaskedModel, StateQuery, TokenQuery, TokenRow } from '../../src/core/maskedModel.js';
import type { Piece } from '../../src/core/pieces.js';
import { Vocabulary } from '../../src/core/vocabulary.js';

/**
 * A masked language model whose probabilities a test lays down: words between spaces, split into the longest pieces of
 * the vocabulary ("##" goes on with a word); [CLS] and [SEP] around them.
 * @param pieces vocabulary besides the special tokens; their ids begin at 5
 * @param weight unnormalised probability of the piece `token` at `place` of the sequence `tokens` (spelled out)
 */
export function toyModel(
  pieces: readonly string[],
  weight: (token: string, place: number, tokens: readonly string[]) => number,
  maxTokens = 64,
): MaskedModel & { readonly asked: TokenQuery[][] } {
  const tokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...pieces];
  const pieceOf = (id: number): Piece | undefined => {
    const token = tokens[id];
    if (token === undefined) return undefined;
    if (id < 5) return { id, text: token, role: 'special' };
    return token.startsWith('##') ? { id, text: token.slice(2), role: 'inside' } : { id, text: token, role: 'start' };
  };
  const asked: TokenQuery[][] = [];

  const encode = async (text: string, pair?: string): Promise<Encoding> => {
    const all: [number, number, number, 0 | 1 | undefined, number | undefined][] = [[2, 0, 0, undefined, undefined]];
    for (const [sequence, part] of [text, pair].entries()) {
      if (part === undefined) continue;
      let word = 0;
      for (const match of part.matchAll(/\[MASK\]|[\p{L}\p{M}\p{N}]+|[^\s]/gu)) {
        let at = 0;
        while (at < match[0].length) {
          let end = match[0].length;
          const spelled = () => (at > 0 ? '##' : '') + match[0].slice(at, end);
          while (end > at + 1 && !tokens.includes(spelled())) end -= 1;
          const id = tokens.indexOf(spelled());
          all.push([id < 0 ? 1 : id, match.index + at, match.index + end, sequence as 0 | 1, word]);
          at = end;
        }
        word += 1;
      }
      all.push([3, 0, 0, undefined, undefined]);
    }
    const firstEnd = all.findIndex(([id], token) => id === 3 && token > 0);
    return {
      ids: Int32Array.from(all, ([id]) => id),
      types: Int32Array.from(all, (_, token) => (token > firstEnd ? 1 : 0)),
      spans: all.map(([, start, end]) => [start, end]),
      sequences: all.map(([, , , sequence]) => sequence),
      words: all.map(([, , , , word]) => word),
    };
  };

  const predict = async (queries: readonly TokenQuery[]): Promise<TokenRow[][]> => {
    asked.push([...queries]);
    return queries.map(({ ids, places, top, targets }) => {
      const spelled = Array.from(ids, (id) => tokens[id] as string);
      return places.map((place, i) => {
        const weights = tokens.map((token, id) => (id < 5 ? 0 : weight(token, place, spelled)));
        const total = weights.reduce((sum, it) => sum + it, 0);
        const logprobs = weights.map((it) => Math.log(it / total));
        const order = [...tokens.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
        const best = order.slice(0, top);
        return {
          ids: Int32Array.from(best),
          logprobs: Float32Array.from(best, (id) => logprobs[id] as number),
          targetLogprobs: Float32Array.from(targets?.[i] ?? [], (id) => logprobs[id] as number),
          entropy: -weights.reduce((sum, it, id) => (it > 0 ? sum + (it / total) * (logprobs[id] as number) : sum), 0),
        };
      });
    });
  };

  /** Layer 0 is one-hot; in layer 1 each token has half of what its neighbours are added. */
  const states = (ids: Int32Array): number[][][] => {
    const first = Array.from(ids, (id) => tokens.map((_, token) => (token === id ? 1 : 0)));
    const at = (place: number, token: number) => first[place]?.[token] ?? 0;
    const second = first.map((vector, place) =>
      vector.map((value, token) => value + (at(place - 1, token) + at(place + 1, token)) / 2),
    );
    return [first, second];
  };

  const pool = async (queries: readonly StateQuery[]): Promise<Float32Array[][][]> =>
    queries.map(({ ids, weights }) =>
      states(ids).map((layer) =>
        weights.map((row) =>
          Float32Array.from(tokens, (_, token) =>
            layer.reduce((sum, vector, place) => sum + (row[place] ?? 0) * (vector[token] as number), 0),
          ),
        ),
      ),
    );

  return {
    mask: { text: '[MASK]', id: 4 },
    maxTokens,
    vocabulary: new Vocabulary(tokens.length, pieceOf),
    encode,
    predict,
    pool,
    asked,
  };
}
