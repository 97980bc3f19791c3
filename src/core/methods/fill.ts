import type { BlockOptions } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import { type Mask, replaceOthers, type Span } from '../masks.js';
import { type Blanks, blanksOf } from './blanks.js';
import { fillAlone } from './fillAlone.js';
import { fillChoice } from './fillChoice.js';
import { fillTogether, type JointSolution } from './fillTogether.js';
import { fillWords } from './fillWords.js';
import { type Unfamiliar, unfamiliar } from './unfamiliar.js';

/**
 * How several masks are filled: all together (joint.ts); each on its own, the others staying masks; or one after the
 * other from left to right with the likeliest word.
 */
export const FILL_METHODS = ['joint', 'independent', 'greedy'] as const;
export type FillMethod = (typeof FILL_METHODS)[number];

/** The longest word that is looked for, in tokens. */
export const MOST_PIECES = 4;

export interface FillRequest extends BlockOptions {
  readonly text: string;
  /** The masks in `text` that are to be filled, in order and apart from one another. */
  readonly masks: readonly Mask[];
  /** More masks in `text`, in order and apart: the model knows that a word is missing there, no more. */
  readonly others?: readonly Span[];
  /** Indices into `masks`, ascending: those to tell of. All, when left out. */
  readonly wanted?: readonly number[];
  /** How many candidates a mask; where they are given, all of them are told. */
  readonly top: number;
  /** `independent`, when left out. */
  readonly method?: FillMethod;
  /**
   * Words of up to so many tokens, 1 to 4; 1, when left out. Where letters touch the mask, their tokens are not counted.
   * Only for `independent`: masks that are filled together take one token each.
   */
  readonly pieces?: number;
}

export interface Candidate {
  /** To be written in place of the mask: without the letters that touch it. */
  readonly word: string;
  /** Tokens of the whole word; 0 for a given candidate that the tokenizer does not know. */
  readonly pieces: number;
  /** Natural log-probability of the word, given its number of tokens. */
  readonly logprob: number;
  /**
   * Absolute: of this word at this mask. Words of one token, when only these were asked for, are taken to have one;
   * otherwise the probability of the number of tokens is in it.
   */
  readonly probability: number;
  /** Of given candidates: the share that this one has of their probabilities. */
  readonly share?: number;
}

export interface Filled {
  /** The best first. */
  readonly candidates: readonly Candidate[];
  /** In nats: of the model's distribution over its vocabulary, or over the candidates where these are given. */
  readonly entropy: number;
}

export interface FilledMask extends Span, Filled {}

export interface FillAnswer {
  /** The wanted ones: on their own; or while all others are filled as in the first solution. */
  readonly masks: readonly FilledMask[];
  /** The best first; for `joint` and `greedy`. None when there is no word for a mask. */
  readonly solutions?: readonly JointSolution[];
  /** Set when the model does not know the script or language of the text. */
  readonly unfamiliar?: Unfamiliar;
}

/**
 * Words for the masks of a text. What is longer than the model's window is cut around each mask, exactly to the token.
 * @throws ClozeError `bad-request` when a mask is no range of the text, or a number is out of range
 */
export async function fill(model: MaskedModel, request: FillRequest): Promise<FillAnswer> {
  const { masks, wanted = [...masks.keys()], others = [], method = 'independent', pieces = 1 } = request;
  const missing = wanted.find((mask) => !masks[mask]);
  if (missing !== undefined) throw new ClozeError('bad-request', `There is no mask number ${missing}.`);
  if (!(Number.isInteger(pieces) && pieces >= 1 && pieces <= MOST_PIECES)) {
    throw new ClozeError('bad-request', `Words have 1 to ${MOST_PIECES} pieces, not ${pieces}.`);
  }
  const { text, spans } = replaceOthers(request.text, masks, others, model.mask.text);
  const blanks = await blanksOf(model, text, spans, request);
  const notice = wanted.length > 0 ? await unfamiliar(model, blanks.masked, wanted[0] as number) : undefined;
  const together =
    method === 'independent' ? undefined : await fillTogether(model, blanks, wanted, { ...request, method });
  const filled = together?.filled ?? (await fillEach(model, blanks, wanted, { top: request.top, pieces }));
  return {
    masks: wanted.map((mask) => ({
      start: (masks[mask] as Mask).start,
      end: (masks[mask] as Mask).end,
      ...(filled.get(mask) as Filled),
    })),
    ...(method !== 'independent' && { solutions: together?.solutions ?? [] }),
    ...(notice && { unfamiliar: notice }),
  };
}

/** Fills each wanted mask on its own. */
async function fillEach(
  model: MaskedModel,
  blanks: Blanks,
  wanted: readonly number[],
  options: { readonly top: number; readonly pieces: number },
): Promise<Map<number, Filled>> {
  const isGiven = (mask: number) => blanks.masks[mask]?.candidates !== undefined;
  const isSearched = (mask: number) => options.pieces > 1 || blanks.slots[mask]?.prefix !== '';
  const simple = wanted.filter((mask) => !isGiven(mask) && !isSearched(mask));
  const filled = await fillAlone(model, blanks, simple, options.top);
  for (const mask of wanted) {
    if (isGiven(mask)) filled.set(mask, await fillChoice(model, blanks, mask));
    else if (isSearched(mask)) filled.set(mask, await fillWords(model, blanks, mask, options));
  }
  return filled;
}
