import type { MaskedModel, TokenQuery, TokenRow } from '../maskedModel.js';
import { filledView, type View } from './maskedText.js';
import type { Order } from './order.js';
import { bestChoices, type Choice, type Puzzle, type Rules, type Tokens } from './puzzle.js';

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
 * @returns all that were found, the best first; none when no token fits a mask
 */
export async function solve(
  model: MaskedModel,
  { views, rules }: Puzzle,
  { beam, branch, order }: Strategy,
): Promise<Solution[]> {
  let states: State[] = [{ tokens: [], logprob: 0 }];
  for (const view of views) {
    for (const _ of view.asked) {
      const steps = await nextSteps(model, rules, view, states.slice(0, beam), order);
      const choices = await choicesFor(model, rules, view, steps, branch);
      const found = new Map<string, State>();
      for (const [i, { state, mask, logprob }] of steps.entries()) {
        for (const [token, own] of choices[i] as Choice[]) {
          const tokens = [...state.tokens];
          tokens[mask] = token;
          const key = tokens.join();
          const way = logprob + own;
          const known = found.get(key);
          found.set(key, { tokens, logprob: known ? logSum(known.logprob, way) : way });
        }
      }
      states = [...found.values()].sort((a, b) => b.logprob - a.logprob);
    }
  }
  return states as Solution[];
}

/** A state and the mask that is filled next. */
interface Step {
  readonly state: State;
  readonly mask: number;
  /** Of the state, and of the choice of this mask. */
  readonly logprob: number;
  readonly row: TokenRow;
}

/** Tokens that do not fit take places among the likeliest: so many are looked at first, then all. */
const LOOK = 52;

/** What may be filled next in each state. */
async function nextSteps(
  model: MaskedModel,
  rules: Rules,
  view: View,
  states: readonly State[],
  order: Order,
): Promise<Step[]> {
  const open = states.map(({ tokens }) => view.asked.filter((mask) => tokens[mask] === undefined));
  const top = Math.min(model.vocabulary.size, LOOK);
  const queries = states.map(({ tokens }, s) => queryFor(rules, view, tokens, open[s] as number[], top));
  const answers = await model.predict(queries);
  return states.flatMap((state, s) => {
    const rows = answers[s] as TokenRow[];
    return order(rows.map(({ entropy }) => entropy)).map(([index, chance]): Step => {
      const logprob = state.logprob + Math.log(chance);
      return { state, mask: open[s]?.[index] as number, logprob, row: rows[index] as TokenRow };
    });
  });
}

/** The likeliest tokens that fit, for each step. */
async function choicesFor(
  model: MaskedModel,
  rules: Rules,
  view: View,
  steps: readonly Step[],
  branch: number,
): Promise<Choice[][]> {
  const choices = steps.map(({ state, mask, row }) => bestChoices(rules, mask, row, state.tokens, branch));
  const lacking = [...steps.keys()].filter((i) => choices[i]?.length === 0);
  if (lacking.length === 0) return choices;
  const queries = lacking.map((i) => {
    const { state, mask } = steps[i] as Step;
    return queryFor(rules, view, state.tokens, [mask], model.vocabulary.size);
  });
  const answers = await model.predict(queries);
  for (const [l, i] of lacking.entries()) {
    const { state, mask } = steps[i] as Step;
    choices[i] = bestChoices(rules, mask, answers[l]?.[0] as TokenRow, state.tokens, branch);
  }
  return choices;
}

function queryFor(rules: Rules, view: View, tokens: Tokens, masks: readonly number[], top: number): TokenQuery {
  const places = masks.map((mask) => view.places.get(mask) as number);
  return { ...filledView(view, tokens), places, top, targets: masks.map((mask) => rules.only(mask) ?? []) };
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log(Math.exp(a - high) + Math.exp(b - high));
}
