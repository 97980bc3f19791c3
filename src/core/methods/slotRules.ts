import { type PieceRole, rolesAfter } from '../pieces.js';
import type { Vocabulary } from '../vocabulary.js';
import type { Rules, Tokens } from './puzzle.js';
import { fitsSlot, type Slot } from './slots.js';

/**
 * Whole words for the slots of a text, one token each. Where slots touch one another, tokens may go on with the word of
 * the slot before; what they make together must not be blocked.
 */
export function slotRules(vocabulary: Vocabulary, slots: readonly Slot[], isBlocked: (word: string) => boolean): Rules {
  const pieces = new Map<string, number[]>();
  /** The piece that stands in a slot; undefined when it is open. */
  const pieceAt = (mask: number, tokens: Tokens) => {
    const token = tokens[mask];
    return token === undefined ? undefined : vocabulary.piece(token);
  };
  /** Text of the filled slots from `mask` on that go on with its word. */
  const rest = (mask: number, tokens: Tokens): string => {
    const piece = slots[mask]?.touches ? pieceAt(mask, tokens) : undefined;
    return piece && goesOn(piece.role) ? piece.text + rest(mask + 1, tokens) : '';
  };
  /** Text of the filled slots before `mask` with which its word begins. */
  const beginning = (mask: number, role: PieceRole, tokens: Tokens): string => {
    const piece = slots[mask]?.touches && goesOn(role) ? pieceAt(mask - 1, tokens) : undefined;
    return piece ? beginning(mask - 1, piece.role, tokens) + piece.text : '';
  };

  return {
    only(mask) {
      const slot = slots[mask] as Slot;
      const { prefix, suffix, roles } = slot;
      if (prefix === '' && suffix === '') return undefined;
      const key = [prefix, suffix, ...roles].join(' ');
      const found = pieces.get(key) ?? piecesFor(vocabulary, slot);
      pieces.set(key, found);
      return found;
    },

    fits(mask, token, tokens) {
      const piece = vocabulary.piece(token);
      const slot = slots[mask] as Slot;
      if (!piece || !fitsSlot(slot, piece)) return false;
      const before = slot.touches ? pieceAt(mask - 1, tokens) : undefined;
      const behind = slots[mask + 1]?.touches ? pieceAt(mask + 1, tokens) : undefined;
      if (before && !rolesAfter(before.text).includes(piece.role)) return false;
      if (behind && !rolesAfter(piece.text).includes(behind.role)) return false;
      const whole = beginning(mask, piece.role, tokens) + piece.text + rest(mask + 1, tokens);
      return !isBlocked(whole);
    },
  };
}

function goesOn(role: PieceRole): boolean {
  return role === 'inside' || role === 'joined';
}

/** The pieces that alone make the word of a slot. */
function piecesFor(vocabulary: Vocabulary, slot: Slot): number[] {
  return vocabulary.pieces.flatMap((piece, id) => (piece && fitsSlot(slot, piece) ? [id] : []));
}
