import { type BlockOptions, blockList } from '../blocked.js';
import { ClozeError } from '../errors.js';
import type { MaskedModel } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { isWord } from '../pieces.js';
import { type ReplaceCandidate, replaceCandidates } from './replaceCandidates.js';
import { type ReplaceContext, replaceContext } from './replaceContext.js';
import { type Edit, editsFor } from './replaceEdits.js';
import {
  blend,
  REPLACE_WEIGHTS,
  SIGNALS,
  type Signal,
  type Signals,
  type SignalWeights,
  signalsOf,
} from './replaceSignals.js';

export interface ReplaceRequest extends BlockOptions {
  readonly text: string;
  /** Of one word. */
  readonly span: Span;
  /** How many replacements. */
  readonly top: number;
}

export interface JudgeRequest {
  readonly text: string;
  /** Of one word. */
  readonly span: Span;
  /** Words, or several words each. */
  readonly candidates: readonly string[];
}

export interface Replacement {
  readonly word: string;
  /** The word's, and of the article before it where that must change; in the order of the text. */
  readonly edits: readonly Edit[];
  /** Weighted sum of the signals, by which replacements are ranked. */
  readonly score: number;
  /** May be NaN for those that have no weight. */
  readonly signals: Signals;
}

/** So many candidates, those best by what is cheap, are compared by their states, which costs a run each. */
const SHORTLIST = 48;
const BY_STATES: readonly Signal[] = ['word', 'rest'];

/**
 * Words for another word of a text that keep its sense, best first, no two of them forms of one word.
 * @throws ClozeError `bad-request` when the span is no range of the text, or no word
 */
export async function replaceWord(
  model: MaskedModel,
  { text, span, top, ...block }: ReplaceRequest,
  weights: SignalWeights = REPLACE_WEIGHTS,
): Promise<Replacement[]> {
  const context = await contextOf(model, text, span);
  const isBlocked = blockList(block);
  const proposed = await replaceCandidates(model, context, text, span);
  const candidates = proposed.filter((candidate) => ![candidate.text, ...candidate.lemmas].some(isBlocked));
  const weighted = SIGNALS.filter((name) => weights[name] !== 0);
  // More tokens are no merit of a word that may be none.
  const scoreOf = ({ isBuilt }: ReplaceCandidate, signals: Signals, by: SignalWeights) =>
    blend(isBuilt ? { ...signals, tokens: 1 } : signals, by);
  const cheap = { ...weights, ...Object.fromEntries(BY_STATES.map((name) => [name, 0])) };
  const first = await signalsOf(
    model,
    context,
    tokensOf(candidates),
    setOf(weighted.filter((it) => !BY_STATES.includes(it))),
  );
  const shortlist = candidates
    .map((candidate, i) => ({ candidate, signals: first[i] as Signals }))
    .sort((a, b) => scoreOf(b.candidate, b.signals, cheap) - scoreOf(a.candidate, a.signals, cheap))
    .slice(0, SHORTLIST);
  const states = await signalsOf(
    model,
    context,
    tokensOf(shortlist.map(({ candidate }) => candidate)),
    setOf(weighted.filter((it) => BY_STATES.includes(it))),
  );
  const scored = shortlist.map(({ candidate, signals }, i) => {
    const { word, rest } = states[i] as Signals;
    const all = { ...signals, word, rest };
    return { ...candidate, signals: all, score: scoreOf(candidate, all, weights) };
  });
  return oneOfEachWord(scored.sort((a, b) => b.score - a.score))
    .slice(0, top)
    .map(({ text: word, signals, score }) => ({ word, edits: editsFor(text, span, word), signals, score }));
}

/**
 * What is known of given candidates, of one word or several, in place of a word.
 * @returns undefined for one that the tokenizer joins with what is around it, or knows no piece of
 * @throws ClozeError `bad-request` when the span is no range of the text, or no word
 */
export async function judgeReplacements(
  model: MaskedModel,
  { text, span, candidates }: JudgeRequest,
): Promise<(Signals | undefined)[]> {
  const context = await contextOf(model, text, span);
  const tokens = await context.tokensOf(candidates);
  const known = tokens.filter((it) => it !== undefined);
  const signals = await signalsOf(model, context, known, new Set(SIGNALS));
  let next = 0;
  return tokens.map((it) => (it ? signals[next++] : undefined));
}

async function contextOf(model: MaskedModel, text: string, span: Span): Promise<ReplaceContext> {
  if (!isWord(text.slice(span.start, span.end))) {
    throw new ClozeError('bad-request', `There is no word at ${span.start} to ${span.end} of the text.`);
  }
  return replaceContext(model, text, span);
}

function tokensOf(candidates: readonly ReplaceCandidate[]): (readonly number[])[] {
  return candidates.map(({ tokens }) => tokens);
}

function setOf(names: readonly Signal[]): ReadonlySet<Signal> {
  return new Set(names);
}

function oneOfEachWord<T extends ReplaceCandidate>(candidates: readonly T[]): T[] {
  const seen = new Set<string>();
  return candidates.filter(({ lemmas }) => {
    if (lemmas.some((lemma) => seen.has(lemma))) return false;
    for (const lemma of lemmas) seen.add(lemma);
    return true;
  });
}
