import type { MaskedModel } from '../maskedModel.js';
import { isWord } from '../pieces.js';
import { filled, type Gap } from './gap.js';
import { pseudoLogLikelihoods, type TokenRange } from './pll.js';

/**
 * Whether a word is missing at a gap: how much likelier the word before it and the word behind it are (word-l2r) when
 * there is a mask between them than when nothing is,
 *
 *   log p(neighbours | left [MASK] right) - log p(neighbours | left right).
 *
 * Both sides of the comparison score the same tokens, so that it needs no weight for what is put in.
 * @returns in nats; above 0 when the neighbours miss something; 0 without neighbours
 */
export async function evidenceOfGap(model: MaskedModel, gap: Gap): Promise<number> {
  const neighbours = neighboursOf(model, gap);
  const sequences = [[model.mask.id], []].map((inserted) => ({
    ...filled(gap, inserted),
    words: neighbours.map(([start, end]): TokenRange => {
      const shift = start < gap.before.ids.length ? 0 : inserted.length;
      return [start + shift, end + shift];
    }),
  }));
  const rows = await pseudoLogLikelihoods(model, sequences);
  const [masked = 0, closed = 0] = rows.map((words) =>
    words.flat().reduce((sum, { targetLogprobs }) => sum + (targetLogprobs[0] as number), 0),
  );
  return masked - closed;
}

/** The words beside a gap, as their tokens in the sequence without it. */
function neighboursOf({ vocabulary }: MaskedModel, { before, after }: Gap): TokenRange[] {
  const piece = (id: number | undefined) => (id === undefined ? undefined : vocabulary.piece(id));
  const isText = (id: number | undefined) => (piece(id)?.role ?? 'special') !== 'special';
  const goesOn = (id: number | undefined) => isText(id) && piece(id)?.role !== 'start';
  const edge = before.ids.length;
  let start = edge - 1;
  while (goesOn(before.ids[start]) && isText(before.ids[start - 1])) start -= 1;
  let length = 1;
  while (goesOn(after.ids[length]) && isWord(piece(after.ids[length])?.text ?? '')) length += 1;
  return [
    ...(isText(before.ids[edge - 1]) ? [[start, edge] as const] : []),
    ...(isText(after.ids[0]) ? [[edge, edge + length] as const] : []),
  ];
}
