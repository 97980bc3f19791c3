import type { MaskedModel, TokenQuery } from '../maskedModel.js';
import { filledView, type View } from './maskedText.js';
import type { Order } from './order.js';
import { type Choice, choicesAt, type Puzzle, type Rules, type Tokens } from './puzzle.js';

/** How masks are filled, one after the other. */
export interface Strategy {
  /** So many states are kept. */
  readonly beam: number;
  /** So many tokens of a mask are tried. */
  readonly branch: number;
  readonly order: Order;
}

/** What stands at the masks. */
export interface Solution {
  /** By mask. */
  readonly tokens: readonly number[];
  /** Natural log of the joint probability: see `solve`. */
  readonly logprob: number;
}

interface State {
  readonly tokens: Tokens;
  readonly logprob: number;
}

/**
 * Fills masks together. A masked language model gives the distribution of one mask while others are open, so that a
 * joint probability comes from an order in which masks are filled, by the chain rule. The order is a hidden variable:
 *
 *   p(t) = sum over orders o of  prod over steps i of  P(o_i | what is filled) p(t at o_i | what is filled),
 *
 * and a beam search keeps the most probable states of equally many filled masks. Those that agree in what they have
 * filled, on whatever way, are one, with the sum of their probabilities. Ways that fell out of the beam are missing from
 * it: the result is a lower bound of p(t), exact where nothing fell out. With a beam of B, one sequence runs for the
 * first mask and at most B for every other.
 * @param start tokens of masks that are not asked for
 * @returns all that were found, the best first; none when no token fits a mask
 */
export async function solve(
  model: MaskedModel,
  { views, rules }: Puzzle,
  { beam, branch, order }: Strategy,
  start: Tokens = [],
): Promise<Solution[]> {
  let states: State[] = [{ tokens: start, logprob: 0 }];
  for (const view of views) {
    for (const _ of view.asked) {
      const found = new Map<string, State>();
      states = states.slice(0, beam);
      const open = await openMasks(model, rules, view, states, branch);
      for (const [s, { tokens, logprob }] of states.entries()) {
        const masks = open[s] as OpenMask[];
        for (const [index, chance] of order(masks.map(({ entropy }) => entropy))) {
          const { mask, choices } = masks[index] as OpenMask;
          for (const [token, own] of choices) {
            const next = [...tokens];
            next[mask] = token;
            const key = next.join();
            const way = logprob + Math.log(chance) + own;
            const known = found.get(key);
            found.set(key, { tokens: next, logprob: known ? logSum(known.logprob, way) : way });
          }
        }
      }
      states = [...found.values()].sort((a, b) => b.logprob - a.logprob);
    }
  }
  return states as Solution[];
}

/** What the model thinks of a mask. */
interface OpenMask {
  readonly mask: number;
  /** In nats. */
  readonly entropy: number;
  /** The likeliest tokens that fit, the best first. */
  readonly choices: readonly Choice[];
}

/** Tokens that do not fit take places among the likeliest: so many are looked at first, then all. */
const LOOK = 48;

/** The open masks of each state in a view. */
async function openMasks(
  model: MaskedModel,
  rules: Rules,
  view: View,
  states: readonly State[],
  branch: number,
  top = Math.min(model.vocabulary.size, branch + LOOK),
): Promise<OpenMask[][]> {
  const open = states.map(({ tokens }) => view.asked.filter((mask) => tokens[mask] === undefined));
  const answers = await model.predict(
    states.map(({ tokens }, s): TokenQuery => {
      const masks = open[s] as number[];
      const places = masks.map((mask) => view.places.get(mask) as number);
      return { ...filledView(view, tokens), places, top, targets: masks.map((mask) => rules.only(mask) ?? []) };
    }),
  );
  const found = answers.map((rows, s) =>
    rows.map((row, i): OpenMask => {
      const mask = open[s]?.[i] as number;
      const choices = choicesAt(rules, mask, row, (states[s] as State).tokens, branch);
      return { mask, entropy: row.entropy, choices };
    }),
  );
  const lacking = [...found.keys()].filter((s) => found[s]?.some(({ choices }) => choices.length === 0));
  if (lacking.length === 0 || top === model.vocabulary.size) return found;
  const again = lacking.map((s) => states[s] as State);
  const deeper = await openMasks(model, rules, view, again, branch, model.vocabulary.size);
  return found.map((masks, s) => deeper[lacking.indexOf(s)] ?? masks);
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log(Math.exp(a - high) + Math.exp(b - high));
}
