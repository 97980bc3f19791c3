import type { BlockOptions } from '../blocked.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Mask } from '../masks.js';
import { type Blanks, blanksOf } from './blanks.js';
import { scoreChoices } from './fillChoice.js';

/** By mask; undefined where none is chosen. */
export type Words = readonly (string | undefined)[];

/** A text with words written in place of some of its masks. */
export interface Way {
  readonly words: Words;
  /** The text with these words, and the masks that are left. */
  readonly rest: Blanks;
  /** Which mask of the text each of those is. */
  readonly numbers: readonly number[];
  /** Natural log of the joint probability of the words, each scored behind the ones before it. */
  readonly logprob: number;
}

/**
 * Chooses a candidate for each mask for which candidates are given, from left to right, while all later masks stay masks.
 * Candidates that the tokenizer does not know are left out.
 * @param beam so many ways are followed
 * @returns the most probable first
 */
export async function chooseGiven(
  model: MaskedModel,
  blanks: Blanks,
  options: BlockOptions,
  beam: number,
): Promise<Way[]> {
  const { masks } = blanks;
  let ways: Way[] = [{ words: masks.map(() => undefined), rest: blanks, numbers: [...masks.keys()], logprob: 0 }];
  for (const [mask, { candidates }] of masks.entries()) {
    if (!candidates) continue;
    const found: Omit<Way, 'rest' | 'numbers'>[] = [];
    for (const { words, rest, numbers, logprob } of ways) {
      for (const { text, absolute } of await scoreChoices(model, rest, numbers.indexOf(mask))) {
        if (absolute > Number.NEGATIVE_INFINITY) {
          found.push({ words: words.with(mask, text), logprob: logprob + absolute });
        }
      }
    }
    if (found.length === 0) continue;
    found.sort((a, b) => b.logprob - a.logprob);
    const next: Way[] = [];
    for (const way of found.slice(0, beam))
      next.push({ ...way, ...(await written(model, blanks, way.words, options)) });
    ways = next;
  }
  return ways;
}

/** Writes words in place of masks. */
export async function written(
  model: MaskedModel,
  { text, masks }: Blanks,
  words: Words,
  options: BlockOptions,
): Promise<Pick<Way, 'rest' | 'numbers'>> {
  let result = '';
  let done = 0;
  const left: Mask[] = [];
  const numbers: number[] = [];
  for (const [number, mask] of masks.entries()) {
    result += text.slice(done, mask.start);
    done = mask.end;
    const start = result.length;
    result += words[number] ?? text.slice(mask.start, mask.end);
    if (words[number] !== undefined) continue;
    left.push({ ...mask, start, end: result.length });
    numbers.push(number);
  }
  return { rest: await blanksOf(model, result + text.slice(done), left, options), numbers };
}
