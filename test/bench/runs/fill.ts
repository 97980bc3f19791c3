import { TOP } from '../contenders/contender.js';
import { sameGuesses } from '../equality.js';
import { raceClocked } from '../measure.js';
import { FILL_TARGET_TOKENS, FILL_TARGETS } from '../targets.js';
import { maskedTexts } from '../texts.js';
import { type Comparison, compare } from './compare.js';
import { type Contest, clockFill, clockForkedFill, REST } from './contest.js';

/** So many calls a turn, of which the last is timed: by then the processor's caches hold the model, or they do not. */
const CALLS = { 'after a pause': 1, 'at once again': 2 } as const;
type When = keyof typeof CALLS;

/** One mask in a text of `tokens` tokens. */
export interface FillResult extends Comparison {
  readonly tokens: number;
  readonly when: When;
  /** The largest difference of a probability, as a share of it. */
  readonly difference: number;
  readonly target: number | undefined;
}

export const LENGTHS = [16, 64, 128];
/** Texts of each length, taken in turn. */
const TEXTS = 8;
/** How far down the peer's list Cloze's words are looked for: it has pieces in it that are no words. */
const LOOK = 200;

/** @throws NotEqual */
export async function raceFills(contest: Contest, model: string, words: readonly string[], rounds: number) {
  const results: FillResult[] = [];
  for (const tokens of LENGTHS) {
    const texts = maskedTexts(words, tokens, TEXTS);
    const difference = await check(contest, texts);
    const text = (round: number) => texts[round % TEXTS] as string;
    const target = tokens === FILL_TARGET_TOKENS ? FILL_TARGETS[model] : undefined;
    for (const when of Object.keys(CALLS) as When[]) {
      const last = async (call: () => Promise<number>) => {
        for (let i = 1; i < CALLS[when]; i++) await call();
        return call();
      };
      const times = await raceClocked(
        {
          ours: (round) => last(() => clockFill(contest.ours, text(round), TOP)),
          peer: (round) => last(() => clockFill(contest.peer, text(round), TOP)),
          forked: (round) => last(() => clockForkedFill(contest.forked, text(round), TOP)),
        },
        { rounds, rest: REST },
      );
      results.push({ tokens, when, difference, target, ...compare(times) });
    }
  }
  return results;
}

async function check({ ours, forked, peer }: Contest, texts: readonly string[]): Promise<number> {
  const differences: number[] = [];
  for (const text of texts) {
    const theirs = await peer.call('fill', { text, top: LOOK });
    const { guesses } = await ours.call('fill', { text, top: TOP });
    differences.push(sameGuesses(guesses, theirs.guesses), sameGuesses(await forked.fill(text, TOP), theirs.guesses));
  }
  return Math.max(...differences);
}
