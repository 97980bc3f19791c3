import type { MaskedModel, TokenQuery, TokenRow } from '../maskedModel.js';
import { filledView } from './maskedText.js';
import { bestChoices, type Puzzle, type Tokens } from './puzzle.js';

/** Every mask filled, and what the model thinks of each while all others are. */
export interface Settled {
  readonly tokens: readonly number[];
  /** By mask. The last target is the token that stands there, those before it are the only ones that may. */
  readonly rows: ReadonlyMap<number, TokenRow>;
  /** Sum over the masks of the natural log-probability of what stands there, given all the others. */
  readonly pseudoLogprob: number;
}

/**
 * Masks the tokens of a solution again, each while all others stand, and takes for the one that has lost most against
 * another the better one, as long as that raises the pseudo-log-likelihood of all of them.
 * @param rounds so often at most; each runs a sequence for every mask, and one such round more for the solution itself
 * @param top of the rows
 */
export async function refine(
  model: MaskedModel,
  puzzle: Puzzle,
  tokens: readonly number[],
  { rounds, top }: { readonly rounds: number; readonly top: number },
): Promise<Settled> {
  let settled = await settle(model, puzzle, tokens, top);
  for (let round = 0; round < rounds; round++) {
    const changed = bestChange(puzzle, settled);
    if (!changed) break;
    const next = await settle(model, puzzle, changed, top);
    if (next.pseudoLogprob <= settled.pseudoLogprob) break;
    settled = next;
  }
  return settled;
}

/** What the model thinks of each mask while all others are filled with `tokens`. */
async function settle(
  model: MaskedModel,
  { views, rules }: Puzzle,
  tokens: readonly number[],
  top: number,
): Promise<Settled> {
  const masks = views.flatMap(({ asked }) => asked);
  const queries = views.flatMap((view) =>
    view.asked.map((mask): TokenQuery => {
      const others = without(tokens, mask);
      const targets = [[...(rules.only(mask) ?? []), tokens[mask] as number]];
      return { ...filledView(view, others), places: [view.places.get(mask) as number], top, targets };
    }),
  );
  const answers = await model.predict(queries);
  const rows = new Map(masks.map((mask, i) => [mask, answers[i]?.[0] as TokenRow]));
  return { tokens, rows, pseudoLogprob: [...rows.values()].reduce((sum, row) => sum + standing(row), 0) };
}

function without(tokens: Tokens, mask: number): Tokens {
  return tokens.with(mask, undefined);
}

function standing({ targetLogprobs }: TokenRow): number {
  return targetLogprobs.at(-1) as number;
}

function bestChange({ rules }: Puzzle, { tokens, rows }: Settled): number[] | undefined {
  let gain = 0;
  let changed: number[] | undefined;
  for (const [mask, row] of rows) {
    const [best] = bestChoices(rules, mask, row, without(tokens, mask), 1);
    if (!best || best[0] === tokens[mask] || best[1] - standing(row) <= gain) continue;
    gain = best[1] - standing(row);
    changed = tokens.with(mask, best[0]);
  }
  return changed;
}
