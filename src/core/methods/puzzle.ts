import type { TokenRow } from '../maskedModel.js';
import type { View } from './maskedText.js';

/** Masks that are to be filled together, one token each. */
export interface Puzzle {
  /** Each mask is asked for in one; they are filled one after the other. */
  readonly views: readonly View[];
  readonly rules: Rules;
}

/** What may stand at masks. */
export interface Rules {
  /** The only tokens for a mask; undefined when any may stand there. */
  only(mask: number): readonly number[] | undefined;
  /** Whether a token may stand at a mask, where some of the others are filled. */
  fits(mask: number, token: number, tokens: Tokens): boolean;
}

/** By mask; undefined where it is open. */
export type Tokens = readonly (number | undefined)[];

export type Choice = readonly [token: number, logprob: number];

/**
 * The tokens that may stand at a mask, the likeliest first; whether one may is found out when it is asked for.
 * @param row of the mask; its first targets are the tokens that alone may stand there, if the rules name any
 */
export function* choicesAt(rules: Rules, mask: number, row: TokenRow, tokens: Tokens): Generator<Choice> {
  const only = rules.only(mask);
  const all = only
    ? only.map((id, i): Choice => [id, row.targetLogprobs[i] as number]).sort((a, b) => b[1] - a[1])
    : Array.from(row.ids, (id, i): Choice => [id, row.logprobs[i] as number]);
  for (const choice of all) if (rules.fits(mask, choice[0], tokens)) yield choice;
}

/** The first `count` of `choicesAt`. */
export function bestChoices(rules: Rules, mask: number, row: TokenRow, tokens: Tokens, count: number): Choice[] {
  const choices: Choice[] = [];
  for (const choice of choicesAt(rules, mask, row, tokens)) {
    choices.push(choice);
    if (choices.length >= count) break;
  }
  return choices;
}
