import type { MaskedModel, TokenQuery } from '../maskedModel.js';
import { isUnspaced, isWord, type Piece, type PieceRole } from '../pieces.js';
import { filled, type Gap } from './gap.js';

/** Pieces in a row that make one or more whole words. */
export interface Insertion {
  readonly tokens: readonly number[];
  readonly words: readonly string[];
  /** log p(tokens | both sides, their number), by the chain rule from left to right (spanScore.ts). */
  readonly logprob: number;
}

const MOST_WORDS = 3;

/**
 * Words for a gap: a beam search from left to right, in which the pieces that are still to come are masks.
 * @param length in pieces
 * @param first roles that the first piece may have
 * @param beam how many beginnings are followed
 * @returns at most `beam`, best first
 */
export async function searchInsertions(
  model: MaskedModel,
  gap: Gap,
  { length, first, beam }: { length: number; first: readonly PieceRole[]; beam: number },
): Promise<Insertion[]> {
  let beginnings: Insertion[] = [{ tokens: [], words: [], logprob: 0 }];
  const top = Math.min(4 * beam + 8, model.vocabulary.size); // not all of the likeliest tokens can stand there
  for (let i = 0; i < length; i++) {
    const masks = Array.from({ length: length - i }, () => model.mask.id);
    const answers = await model.predict(
      beginnings.map(({ tokens }): TokenQuery => {
        return { ...filled(gap, [...tokens, ...masks]), places: [gap.before.ids.length + i], top };
      }),
    );
    const longer = beginnings.flatMap((beginning, b) => {
      const [row] = answers[b] ?? [];
      return Array.from(row?.ids ?? []).flatMap((id, k) => {
        const piece = model.vocabulary.piece(id);
        const words = piece && withPiece(beginning.words, piece, first);
        const logprob = beginning.logprob + (row?.logprobs[k] as number);
        return words ? [{ tokens: [...beginning.tokens, id], words, logprob }] : [];
      });
    });
    beginnings = longer.sort((a, b) => b.logprob - a.logprob).slice(0, beam);
  }
  return beginnings;
}

/** The words with a piece more; undefined when it cannot follow. */
function withPiece(words: readonly string[], piece: Piece, first: readonly PieceRole[]): string[] | undefined {
  if (!isWord(piece.text)) return undefined;
  const last = words.at(-1);
  if (last === undefined) return first.includes(piece.role) ? [piece.text] : undefined;
  if (piece.role === 'inside' && isUnspaced(piece.text)) return undefined; // the tokenizer has no use for it
  const begins = piece.role === 'start' && !(isUnspaced(last) && isUnspaced(piece.text));
  if (!begins) return [...words.slice(0, -1), last + piece.text];
  return words.length < MOST_WORDS ? [...words, piece.text] : undefined;
}
