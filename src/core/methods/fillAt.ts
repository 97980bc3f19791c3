import type { BlockOptions } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import { findMasks, type Mask } from '../masks.js';
import { nearMasks } from '../nearMasks.js';
import { asRead, type Place } from '../prose/reading.js';
import { excerptAround } from '../windows.js';
import { type FilledMask, fill } from './fill.js';
import type { JointSolution } from './fillTogether.js';
import type { Unfamiliar } from './unfamiliar.js';

export interface FillAtRequest extends BlockOptions, Place {
  /** A spelling of masks besides the usual ones; '' for none. */
  readonly spelling: string;
  /** How many candidates. */
  readonly top: number;
  /** The longest word for a mask that stands alone, in tokens, 1 to 4. */
  readonly pieces: number;
}

/** What the model says of a mask, and of those of its paragraph. */
export interface FilledAt {
  /** What was read around it, and its masks that were filled together. */
  readonly text: string;
  readonly masks: readonly Mask[];
  /** Which of them is the one that was asked about. */
  readonly index: number;
  readonly filled: FilledMask;
  /** What the masks take together; undefined for a mask that stands alone. */
  readonly together?: JointSolution | undefined;
  readonly unfamiliar?: Unfamiliar | undefined;
}

/** So much text on either side is read, in UTF-16 units; the model sees fewer tokens. */
const REACH = 4000;

/**
 * Words for the mask that begins at a place: on its own when it stands alone, else with the masks of its paragraph.
 * @throws ClozeError `bad-request` when no mask begins there
 */
export async function fillAt(model: MaskedModel, request: FillAtRequest): Promise<FilledAt> {
  const { spelling, top, pieces, blocked, offensive } = request;
  // A mask may be no part of the comment that is around it: in an example of code.
  const read = maskAt(asRead(request) ?? request, spelling) ?? maskAt(request, spelling);
  if (!read) throw new ClozeError('bad-request', `There is no mask at ${request.offset}.`);
  const { text, all, found } = read;
  const masks = nearMasks(text, all, found);
  const index = masks.indexOf(all[found] as Mask);
  const how = masks.length > 1 ? { method: 'joint' as const } : { pieces };
  const block = { ...(blocked && { blocked }), ...(offensive !== undefined && { offensive }) };
  const others = all.filter((mask) => !masks.includes(mask));
  const answer = await fill(model, { text, masks, others, wanted: [index], top, ...how, ...block });
  return {
    text,
    masks,
    index,
    filled: answer.masks[0] as FilledMask,
    together: masks.length > 1 ? answer.solutions?.[0] : undefined,
    unfamiliar: answer.unfamiliar,
  };
}

/** The masks of a text around a place, and which of them begins there. */
function maskAt({ text: whole, offset }: Place, spelling: string) {
  const { start, end } = excerptAround(whole, offset, REACH);
  const text = whole.slice(start, end);
  const all = findMasks(text, [spelling]);
  const found = all.findIndex((mask) => mask.start === offset - start);
  return found < 0 ? undefined : { text, all, found };
}
