import type { MaskedModel, TokenQuery, TokenRow } from '../maskedModel.js';
import type { Blanks } from './blanks.js';
import type { Candidate, Filled } from './fill.js';
import { filledView, viewsOf } from './maskedText.js';
import { choicesAt, type Tokens } from './puzzle.js';
import { insertion, type Slot } from './slots.js';

/**
 * Fills each mask on its own with words of one token, the others staying masks.
 * @param wanted numbers of masks, ascending
 */
export async function fillAlone(
  model: MaskedModel,
  blanks: Blanks,
  wanted: readonly number[],
  top: number,
  look = lookFor(model, top),
): Promise<Map<number, Filled>> {
  const { masked, rules } = blanks;
  const views = viewsOf(model, masked, wanted);
  const queries = views.map((view): TokenQuery => {
    const places = view.asked.map((mask) => view.places.get(mask) as number);
    return { ...filledView(view, []), places, top: look, targets: view.asked.map((mask) => rules.only(mask) ?? []) };
  });
  const rows = (await model.predict(queries)).flat();
  const filled = new Map(
    wanted.map((mask, i) => [mask, wordsAt(model, blanks, mask, rows[i] as TokenRow, [], top)] as const),
  );
  // Pieces that are no words take places among the best: look further down only where too few words were found.
  const lacking = wanted.filter((mask) => (filled.get(mask)?.candidates.length ?? 0) < top && !rules.only(mask));
  if (lacking.length === 0 || look === model.vocabulary.size) return filled;
  const deeper = await fillAlone(model, blanks, lacking, top, Math.min(model.vocabulary.size, 8 * look));
  return new Map([...filled, ...deeper]);
}

/** How many tokens are looked at to find so many words. */
export function lookFor({ vocabulary }: MaskedModel, top: number): number {
  return Math.min(vocabulary.size, 4 * top + 32);
}

/**
 * The words of one token for a mask.
 * @param row of the mask; its first targets are those that the rules name
 * @param tokens at the other masks
 */
export function wordsAt(
  { vocabulary }: MaskedModel,
  { slots, rules }: Blanks,
  mask: number,
  row: TokenRow,
  tokens: Tokens,
  top: number,
): Filled {
  const slot = slots[mask] as Slot;
  const words = new Map<string, Candidate>();
  for (const [token, logprob] of choicesAt(rules, mask, row, tokens)) {
    const word = insertion(slot, vocabulary.piece(token)?.text ?? '');
    if (!words.has(word)) words.set(word, { word, pieces: 1, logprob, probability: Math.exp(logprob) });
    if (words.size === top) break;
  }
  return { candidates: [...words.values()], entropy: row.entropy };
}
