import { type BlockOptions, blockList } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import { rolesAfter } from '../pieces.js';
import { excerptAround } from '../windows.js';
import { evidenceOfGap } from './continuationEvidence.js';
import { repeats, spacingAt } from './continuationGap.js';
import { type Insertion, searchInsertions } from './continuationSearch.js';
import { gapIn } from './gap.js';
import { ordinaryOf } from './ordinary.js';

export interface ContinuationRequest extends BlockOptions {
  readonly text: string;
  /** Where words may be put in, in UTF-16 units. */
  readonly offset: number;
  /** How many to suggest at most. */
  readonly top: number;
  /** Nothing is suggested with less evidence that something is missing, in nats; `LEAST_EVIDENCE` when left out. */
  readonly least?: number;
}

export interface Continuation {
  /** What to put in, with the spaces that it needs. */
  readonly insert: string;
  readonly words: string;
  /** log p(its pieces | both sides, their number), natural. */
  readonly logprob: number;
}

export interface Continuations {
  /** Best first; none where nothing is missing. */
  readonly suggestions: readonly Continuation[];
  /** That something is missing here, in nats (continuationEvidence.ts); undefined where no word can begin. */
  readonly evidence?: number;
}

/** The least, in halves, at which `cloze-bert-en` suggests something at no more than 10 % of intact places. */
export const LEAST_EVIDENCE = 1;
/** What a word more is worth, in nats; without that, several words would never be likelier than one. */
const WORD_BONUS = 1;
/** In pieces; and how many beginnings are followed for each. */
const LENGTHS = [1, 2, 3, 4];
const BEAM = 8;
/** So many tokens are looked at: what is farther away changes little, and costs as much. */
const CONTEXT = 64;

/** The model with a window for what is done at every keystroke. */
export function nearby(model: MaskedModel): MaskedModel {
  return { ...model, maxTokens: Math.min(model.maxTokens, CONTEXT) };
}

/**
 * One to three words that fit between what is before and behind a place of a text, or none when nothing is missing.
 * @throws ClozeError `bad-request` when the offset is outside the text
 */
export async function continueAt(
  model: MaskedModel,
  { text, offset, top, least = LEAST_EVIDENCE, ...block }: ContinuationRequest,
): Promise<Continuations> {
  if (!(Number.isInteger(offset) && offset >= 0 && offset <= text.length)) {
    throw new ClozeError('bad-request', `There is no place ${offset} in the text.`);
  }
  const spacing = spacingAt(text, offset);
  if (!spacing) return { suggestions: [] };
  const { lead, trail } = spacing;
  const { start, end } = excerptAround(text, offset, 16 * CONTEXT);
  const left = text.slice(start, offset) + lead;
  const right = trail + text.slice(offset, end);
  const near = nearby(model);
  const room = Math.max(...LENGTHS);
  const gap = await gapIn(near, left + right, { start: left.length, end: left.length }, { room });
  const evidence = await evidenceOfGap(model, gap);
  if (evidence < least) return { suggestions: [], evidence };

  const first = rolesAfter(left.slice(-2));
  const found = await Promise.all(LENGTHS.map((length) => searchInsertions(model, gap, { length, first, beam: BEAM })));
  const { phrasePrior } = await ordinaryOf(model);
  const worth = ({ words, tokens, logprob }: Insertion) =>
    logprob + phrasePrior(words.join(' '), tokens.length) + WORD_BONUS * (words.length - 1);
  const best = found.flat().sort((a, b) => worth(b) - worth(a));
  const isBlocked = blockList(block);
  const different = new Map<string, Continuation>();
  for (const { words, logprob } of best) {
    const spelled = words.join(' ');
    if (different.has(spelled) || repeats(words, left, right) || isBlocked(spelled)) continue;
    different.set(spelled, { insert: lead + spelled + trail, words: spelled, logprob });
  }
  return { suggestions: [...different.values()].slice(0, top), evidence };
}
