import { type BlockOptions, blockList } from '../blocked.js';
import type { MaskedModel, TokenRow } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { type PllMethod, pseudoLogLikelihoods } from './pll.js';
import { type Guess, guessesFor, LOOKED_AT } from './scoreGuess.js';
import { type ScoreJob, scoreJobs } from './scoreJobs.js';
import type { Word } from './scoreWords.js';

/** Log-probabilities are natural, and given the rest of what the model sees. */
export interface ScoredWord extends Span {
  /** The pieces that it consists of. */
  readonly tokens: readonly { readonly text: string; readonly logprob: number }[];
  /** The sum of its tokens'. */
  readonly logprob: number;
  /** What the model would rather have there, best first; when it was asked for, and there is something. */
  readonly guesses?: readonly Guess[];
}

export interface ScoredSentence extends Span {
  readonly words: readonly ScoredWord[];
  /**
   * What the model saw with each word: the whole text; the sentence and as many of its neighbours as the window holds;
   * or only a part of the sentence, which is longer than the window.
   */
  readonly seen: ScoreJob['seen'];
}

/** A text of which all words are scored, or those that begin in a range, the rest being around them. */
export interface TextToScore {
  readonly text: string;
  readonly within?: Span;
}

/** What is blocked is not among the guesses. */
export interface ScoreOptions extends BlockOptions {
  readonly method?: PllMethod;
  /**
   * How many words to tell, 16 at most, that the model would rather have; none, when left out. Costs a run for each word
   * of several pieces; about these, nothing is told in sentences that are longer than the window.
   */
  readonly guesses?: number;
  /** A spelling of masks besides the usual ones. */
  readonly spelling?: string;
}

/**
 * The pseudo-log-likelihood (pll.ts) of every word of each text, sentence by sentence; sentences without a word are left
 * out. Masks in a text are no words: there is nothing to score.
 */
export async function scoreTexts(
  model: MaskedModel,
  texts: readonly TextToScore[],
  { method = 'word-l2r', guesses: count = 0, spelling = '', ...block }: ScoreOptions = {},
): Promise<ScoredSentence[][]> {
  const { vocabulary } = model;
  const jobs: ScoreJob[][] = [];
  for (const text of texts) jobs.push(await scoreJobs(model, text, spelling));
  const all = jobs.flat();
  const rows = await rowsOf(model, all, { method, top: count > 0 ? Math.min(LOOKED_AT, vocabulary.size) : 1 });
  const better =
    count > 0
      ? await guessesFor(model, all, rows, { count, isBlocked: blockList(block) })
      : new Map<Word, readonly Guess[]>();
  const scored = (word: Word): ScoredWord => {
    const logprobs = (rows.get(word) ?? []).map(({ targetLogprobs }) => targetLogprobs[0] as number);
    const guesses = better.get(word);
    return {
      start: word.start,
      end: word.end,
      tokens: word.ids.map((id, i) => ({ text: vocabulary.piece(id)?.text ?? '', logprob: logprobs[i] as number })),
      logprob: logprobs.reduce((sum, logprob) => sum + logprob, 0),
      ...(guesses && { guesses }),
    };
  };
  return jobs.map((sentences) =>
    sentences.map(({ start, end, seen, words }) => ({ start, end, seen, words: words.map(scored) })),
  );
}

async function rowsOf(
  model: MaskedModel,
  jobs: readonly ScoreJob[],
  options: { method: PllMethod; top: number },
): Promise<Map<Word, TokenRow[]>> {
  const parts = jobs.flatMap((job) => job.parts);
  const tokens = (await pseudoLogLikelihoods(model, parts, options)).flat(2);
  let done = 0;
  const take = (count: number) => {
    done += count;
    return tokens.slice(done - count, done);
  };
  return new Map(jobs.flatMap(({ words }) => words.map((word) => [word, take(word.ids.length)])));
}
