import type { MaskedModel, TokenRow } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { type PllMethod, pseudoLogLikelihoods } from './pll.js';
import { GUESSES, type Guess, guessesFor } from './scoreGuess.js';
import { type ScoreJob, scoreJobs } from './scoreJobs.js';
import type { Word } from './scoreWords.js';

/** Log-probabilities are natural, and given the rest of what the model sees. */
export interface ScoredWord extends Span {
  /** The pieces that it consists of. */
  readonly tokens: readonly { readonly text: string; readonly logprob: number }[];
  /** The sum of its tokens'. */
  readonly logprob: number;
  /** What the model would rather have there; when it was asked for, and there is something. */
  readonly guess?: Guess;
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

export interface ScoreOptions {
  readonly method?: PllMethod;
  /**
   * Whether to tell what the model would rather have. Costs a run for each word of several pieces; about these, nothing
   * is told in sentences that are longer than the window.
   */
  readonly guesses?: boolean;
}

/**
 * The pseudo-log-likelihood (pll.ts) of every word of each text, sentence by sentence; sentences without a word are left
 * out. Masks in a text are no words: the model sees them, but there is nothing to score.
 */
export async function scoreTexts(
  model: MaskedModel,
  texts: readonly TextToScore[],
  { method = 'word-l2r', guesses = false }: ScoreOptions = {},
): Promise<ScoredSentence[][]> {
  const { vocabulary } = model;
  const jobs: ScoreJob[][] = [];
  for (const text of texts) jobs.push(await scoreJobs(model, text));
  const all = jobs.flat();
  const rows = await rowsOf(model, all, { method, top: guesses ? Math.min(GUESSES, vocabulary.size) : 1 });
  const better = guesses ? await guessesFor(model, all, rows) : new Map<Word, Guess>();
  const scored = (word: Word): ScoredWord => {
    const logprobs = (rows.get(word) ?? []).map(({ targetLogprobs }) => targetLogprobs[0] as number);
    const guess = better.get(word);
    return {
      start: word.start,
      end: word.end,
      tokens: word.ids.map((id, i) => ({ text: vocabulary.piece(id)?.text ?? '', logprob: logprobs[i] as number })),
      logprob: logprobs.reduce((sum, logprob) => sum + logprob, 0),
      ...(guess && { guess }),
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
