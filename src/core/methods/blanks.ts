import { type BlockOptions, blockList } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Mask } from '../masks.js';
import { type MaskedText, maskedText } from './maskedText.js';
import type { Rules } from './puzzle.js';
import { slotRules } from './slotRules.js';
import { type Slot, slotsOf } from './slots.js';

/** A text with masks, tokenised with a mask token for the word of each. */
export interface Blanks {
  readonly text: string;
  readonly masks: readonly Mask[];
  readonly slots: readonly Slot[];
  readonly masked: MaskedText;
  /** For words of one token. */
  readonly rules: Rules;
  isBlocked(word: string): boolean;
}

/** @throws ClozeError `bad-request` when the masks are not ranges of the text, in order and apart from one another */
export async function blanksOf(
  model: MaskedModel,
  text: string,
  masks: readonly Mask[],
  options: BlockOptions,
): Promise<Blanks> {
  checkMasks(text, masks);
  const slots = slotsOf(text, masks, model.vocabulary);
  const isBlocked = blockList(options);
  const rules = slotRules(model.vocabulary, slots, isBlocked);
  return { text, masks, slots, masked: await maskedText(model, text, slots), rules, isBlocked };
}

function checkMasks(text: string, masks: readonly Mask[]): void {
  let last = 0;
  for (const { start, end } of masks) {
    if (!(start >= last && end > start && end <= text.length)) {
      throw new ClozeError('bad-request', `There is no mask at ${start} to ${end} of the text.`);
    }
    last = end;
  }
}
