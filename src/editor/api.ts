import type { CancellationToken } from 'vscode';

/*
 * What other extensions can ask of Cloze. This file may be copied:
 *
 *   const cloze = await vscode.extensions.getExtension<ClozeExports>('cloze.cloze')?.activate();
 *   const api = cloze?.getApi(1);
 *
 * Positions are in UTF-16 units of the text that was given, [start, end). Log-probabilities are natural. Every method
 * rejects with an `Error` whose `code` is one of `core/errors.ts`, and whose message is a sentence to show; a request that
 * is cancelled rejects with the code `cancelled`.
 */

/** What the extension exports. */
export interface ClozeExports {
  /**
   * A version of the interface stays as it is: what it has may gain optional parts, and loses nothing.
   * @throws Error for a version that this Cloze does not have
   */
  getApi(version: 1): ClozeApi;
}

export interface ClozeApi {
  readonly version: 1;
  /** Words for the masks of a text, all masks together. */
  fillMask(request: FillMaskRequest, token?: CancellationToken): Promise<FillMaskResult>;
  /** Which of several words fits best at the mask of a text. */
  rankCandidates(request: RankCandidatesRequest, token?: CancellationToken): Promise<RankCandidatesResult>;
  /** How likely each word of a text is in its place. */
  scoreText(request: ScoreTextRequest, token?: CancellationToken): Promise<ScoreTextResult>;
}

export interface FillMaskRequest {
  /** With `[MASK]` or `<mask>` where words are missing. `[MASK:affect|effect]` allows only these. */
  readonly text: string;
  /** How many words to tell for each mask, 1 to 50; 5, when left out. */
  readonly count?: number;
}

export interface FillMaskResult {
  /** Name of the model. */
  readonly model: string;
  readonly masks: readonly {
    readonly start: number;
    readonly end: number;
    /** The best first; with several masks, while the others are filled as in `filled`. */
    readonly words: readonly { readonly word: string; readonly probability: number }[];
    /** Of the model's distribution, in nats: how unsure it is. */
    readonly entropy: number;
  }[];
  /** The text with the best words for all masks together; missing when a mask has none. */
  readonly filled?: string;
  /** Set when the model hardly knows the language or script of the text: do not trust the words. */
  readonly unfamiliar?: 'language' | 'script';
}

export interface RankCandidatesRequest {
  /** With one `[MASK]` or `<mask>` where the candidates would stand. */
  readonly text: string;
  /** Words or phrases, 2 to 50. */
  readonly candidates: readonly string[];
}

export interface RankCandidatesResult {
  readonly model: string;
  /** The best first. */
  readonly candidates: readonly {
    readonly candidate: string;
    /** Its share of the probability of all candidates, 0 to 1; missing where the model has no pieces for it. */
    readonly share?: number;
    /** In its place, given the rest of the text; missing where the model has no pieces for it. */
    readonly logprob?: number;
    /** Pseudo-log-likelihood of the sentence with it. */
    readonly sentenceLogprob: number;
  }[];
}

export interface ScoreTextRequest {
  readonly text: string;
  /** How many of the least likely words to tell, 1 to 1,000; 10, when left out. */
  readonly count?: number;
}

export interface ScoreTextResult {
  readonly model: string;
  /** How many words were scored; punctuation counts as words. */
  readonly words: number;
  /** Pseudo-log-likelihood: the sum over all words. */
  readonly logprob: number;
  /** exp(-logprob / words): the lower, the more usual the text. */
  readonly wordPseudoPerplexity: number;
  readonly sentences: readonly { readonly start: number; readonly end: number; readonly logprob: number }[];
  /** The least likely first, without punctuation. */
  readonly leastLikely: readonly {
    readonly word: string;
    readonly start: number;
    readonly end: number;
    readonly logprob: number;
    /** What the model would rather have there, the best first. */
    readonly better: readonly { readonly word: string; readonly probability: number }[];
  }[];
}
