import type { Span } from '../masks.js';
import { isWord, lettersAt, lettersBefore, type Piece, type PieceRole, rolesAfter } from '../pieces.js';
import type { Vocabulary } from '../vocabulary.js';

/** A mask with the letters that touch it: together they are one word, of which these letters are known. */
export interface Slot extends Span {
  /** The letters before the mask and behind it, as the tokenizer writes them. */
  readonly prefix: string;
  readonly suffix: string;
  /** What the first piece of the word may be. */
  readonly roles: readonly PieceRole[];
  /** Whether the slot before it ends where it begins. */
  readonly touches: boolean;
}

const ANY_ROLE: readonly PieceRole[] = ['start', 'inside', 'joined'];

/** The slots of the masks of a text (in order, apart from one another). Letters between two masks go with the first. */
export function slotsOf(text: string, masks: readonly Span[], { normalise }: Vocabulary): Slot[] {
  let last = 0;
  return masks.map((mask, i) => {
    const prefix = lettersBefore(text.slice(last, mask.start), mask.start - last);
    const suffix = lettersAt(text.slice(0, masks[i + 1]?.start), mask.end);
    const start = mask.start - prefix.length;
    const end = mask.end + suffix.length;
    const touches = i > 0 && start === last;
    last = end;
    return {
      start,
      end,
      prefix: prefix && normalise(prefix),
      suffix: suffix && normalise(suffix),
      roles: touches ? ANY_ROLE : rolesAfter(text.slice(Math.max(0, start - 2), start)),
      touches,
    };
  });
}

/** Whether a piece alone makes the word of a slot. */
export function fitsSlot({ prefix, suffix, roles }: Slot, { text, role }: Piece): boolean {
  if (!roles.includes(role) || !isWord(text)) return false;
  return text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
}

/** What is to be written for the mask of a slot so that `word` stands there. */
export function insertion({ prefix, suffix }: Slot, word: string): string {
  return word.slice(prefix.length, word.length - suffix.length);
}
