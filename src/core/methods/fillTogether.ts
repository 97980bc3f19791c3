import type { BlockOptions } from '../blocked.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Blanks } from './blanks.js';
import type { Filled } from './fill.js';
import { fillAlone, lookFor, wordsAt } from './fillAlone.js';
import { fillChoice } from './fillChoice.js';
import { type Strategy, solve } from './joint.js';
import { viewsOf } from './maskedText.js';
import type { Puzzle, Tokens } from './puzzle.js';
import { refine, type Settled } from './refine.js';
import { insertion, type Slot } from './slots.js';
import { GREEDY, jointStrategy, refinementRounds } from './strategies.js';
import { chooseGiven, type Way, type Words, written } from './ways.js';

/** A word for every mask. */
export interface JointSolution {
  /** To be written in its place; undefined where no word fits the letters that touch the mask. */
  readonly words: Words;
  /**
   * Natural log of the joint probability: of the given candidates (ways.ts), and of the other words given these
   * (joint.ts).
   */
  readonly logprob: number;
}

export interface TogetherOptions extends BlockOptions {
  readonly method: 'joint' | 'greedy';
  /** How many candidates a mask, and how many solutions. */
  readonly top: number;
}

/** So many ways to choose among given candidates are followed. */
const WAYS = 4;

interface Found {
  readonly way: Way;
  readonly puzzle: Puzzle;
  readonly tokens: readonly number[];
  readonly logprob: number;
}

/**
 * Fills all masks of a text together. Masks with given candidates come first, from left to right; then all others, one
 * token each.
 * @returns solutions, the best first, though the first is refined and may have become less probable than the second; and
 * for each wanted mask what could stand there while all others are as in the first. Undefined when a mask has no word
 */
export async function fillTogether(
  model: MaskedModel,
  blanks: Blanks,
  wanted: readonly number[],
  options: TogetherOptions,
): Promise<{ readonly filled: Map<number, Filled>; readonly solutions: readonly JointSolution[] } | undefined> {
  const { method, top } = options;
  const { length } = blanks.masks;
  const strategy = method === 'greedy' ? GREEDY : jointStrategy(length);
  const found: Found[] = [];
  for (const way of await chooseGiven(model, blanks, options, method === 'greedy' ? 1 : WAYS)) {
    const puzzle = puzzleOf(model, way.rest);
    for (const { tokens, logprob } of (await solve(model, puzzle, strategy)).slice(0, top)) {
      found.push({ way, puzzle, tokens, logprob: way.logprob + logprob });
    }
  }
  const [best] = found.sort((a, b) => b.logprob - a.logprob);
  if (!best) return undefined;
  const rounds = method === 'joint' ? refinementRounds(length) : 0;
  const settled = await refine(model, best.puzzle, best.tokens, { rounds, top: lookFor(model, top) });
  const first = { ...best, ...(await refined(model, best, settled, strategy)) };
  const filled = new Map<number, Filled>();
  for (const mask of wanted) filled.set(mask, await whileOthersStand(model, blanks, first, settled, mask, options));
  const solutions = new Map<string, JointSolution>();
  for (const one of [first, ...found]) {
    const words = wordsOf(model, one);
    if (!solutions.has(words.join('\n'))) solutions.set(words.join('\n'), { words, logprob: one.logprob });
  }
  return { filled, solutions: [...solutions.values()].slice(0, top) };
}

/** The masks of a text that have no given candidates, and for which there is a word. */
function puzzleOf(model: MaskedModel, { masks, masked, rules }: Blanks): Puzzle {
  const open = [...masks.keys()].filter((mask) => !masks[mask]?.candidates && rules.only(mask)?.length !== 0);
  return { views: viewsOf(model, masked, open), rules };
}

/** The tokens of a refined solution, and their joint probability. */
async function refined(
  model: MaskedModel,
  { way, puzzle, tokens, logprob }: Found,
  settled: Settled,
  strategy: Strategy,
): Promise<Pick<Found, 'tokens' | 'logprob'>> {
  if (settled.tokens === tokens) return { tokens, logprob };
  const rules = { only: (mask: number) => [settled.tokens[mask] as number], fits: () => true };
  const [solution] = await solve(model, { ...puzzle, rules }, { ...strategy, branch: 1 });
  return { tokens: settled.tokens, logprob: way.logprob + (solution?.logprob as number) };
}

/** The words of a solution, by mask of the text that was asked about. */
function wordsOf({ vocabulary }: MaskedModel, { way, tokens }: Found): Words {
  const words = [...way.words];
  for (const [mask, token] of tokens.entries()) {
    if (token === undefined) continue;
    const piece = vocabulary.piece(token);
    words[way.numbers[mask] as number] = insertion(way.rest.slots[mask] as Slot, piece?.text ?? '');
  }
  return words;
}

/** What could stand at a mask while all others are filled by a solution. */
async function whileOthersStand(
  model: MaskedModel,
  blanks: Blanks,
  { way, tokens, ...found }: Found,
  { rows }: Settled,
  mask: number,
  options: TogetherOptions,
): Promise<Filled> {
  const own = way.numbers.indexOf(mask);
  const row = rows.get(own);
  if (row) return wordsAt(model, way.rest, own, row, (tokens as Tokens).with(own, undefined), options.top);
  const words = wordsOf(model, { way, tokens, ...found }).with(mask, undefined);
  const { rest, numbers } = await written(model, blanks, words, options);
  const left = numbers.indexOf(mask);
  if (blanks.masks[mask]?.candidates) return fillChoice(model, rest, left);
  return (await fillAlone(model, rest, [left], options.top)).get(left) as Filled;
}
