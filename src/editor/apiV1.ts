import * as vscode from 'vscode';
import { ClozeError } from '../core/errors.js';
import { findMasks, type Mask } from '../core/masks.js';
import type { FillAnswer } from '../core/methods/fill.js';
import type { ScoredSentence } from '../core/methods/score.js';
import { totalsOf } from '../core/methods/scoreTotals.js';
import { isWord } from '../core/pieces.js';
import type { ClozeApi, FillMaskResult, ScoreTextResult } from './api.js';
import type { EditorEngine } from './engine.js';
import { readSettings } from './settings.js';

/** Better words told for each unlikely word. */
const BETTER = 3;
const NEVER: vscode.CancellationToken = new vscode.CancellationTokenSource().token;

/** Version 1 of what other extensions, and language models, can ask. */
export function apiV1(engine: EditorEngine): ClozeApi {
  /** The name of the model that has just answered. */
  const model = () => (engine.state.kind === 'ready' ? engine.state.info.name : '');
  const lane = 'interactive';

  return {
    version: 1,

    async fillMask({ text, count = 5 }, token = NEVER) {
      const { block, maskSpelling, pieces } = readSettings();
      const masks = findMasks(text, [maskSpelling]);
      if (masks.length === 0) throw noMask(text);
      const together = masks.length > 1;
      const method = together ? 'joint' : 'independent';
      const params = { ...block, text, masks, top: within(count, 1, 50), method, lane } as const;
      const found = await engine.request('fill', { ...params, ...(!together && { pieces }) }, token);
      return { model: model(), ...fillResult(text, masks, found) };
    },

    async rankCandidates({ text, candidates }, token = NEVER) {
      const [mask, ...more] = findMasks(text, [readSettings().maskSpelling]);
      if (!mask) throw noMask(text);
      if (more.length > 0) {
        throw bad(`The text has ${more.length + 1} masks; leave one, and write the words themselves for the others.`);
      }
      const request = {
        text,
        span: mask,
        alternatives: [...new Set(candidates.map((it) => it.trim()))],
        lane,
      } as const;
      if (request.alternatives.includes('')) throw bad('A candidate is empty; give words or phrases.');
      const ranked = await engine.request('rank', request, token);
      return {
        model: model(),
        candidates: ranked.map(({ text: candidate, inPlace, sentence }) => ({
          candidate,
          ...(inPlace && { share: inPlace.share, logprob: inPlace.logprob }),
          sentenceLogprob: sentence,
        })),
      };
    },

    async scoreText({ text, count = 10 }, token = NEVER) {
      const { block, maskSpelling: spelling } = readSettings();
      const params = { texts: [{ text }], guesses: BETTER, spelling, lane, ...block } as const;
      const [sentences = []] = await engine.request('score', params, token);
      if (sentences.length === 0) throw bad('There is no word in the text to be scored.');
      return { model: model(), ...scoreResult(text, sentences, within(count, 1, 1000)) };
    },
  };
}

export function fillResult(text: string, masks: readonly Mask[], found: FillAnswer): Omit<FillMaskResult, 'model'> {
  const [best] = found.solutions ?? [];
  const words = best?.words ?? found.masks.map(({ candidates }) => candidates[0]?.word);
  const isFilled = words.length === masks.length && words.every((word) => word !== undefined);
  return {
    masks: found.masks.map(({ start, end, candidates, entropy }) => ({
      start,
      end,
      words: candidates.map(({ word, share, probability }) => ({ word, probability: share ?? probability })),
      entropy,
    })),
    ...(isFilled && { filled: replaced(text, masks, words as string[]) }),
    ...(found.unfamiliar && { unfamiliar: found.unfamiliar.what }),
  };
}

export function scoreResult(
  text: string,
  sentences: readonly ScoredSentence[],
  count: number,
): Omit<ScoreTextResult, 'model'> {
  const all = sentences.flatMap(({ words }) => words);
  const { words, logprob, wordPseudoPerplexity } = totalsOf(all);
  const least = all.filter(({ start, end }) => isWord(text.slice(start, end))).sort((a, b) => a.logprob - b.logprob);
  return {
    words,
    logprob,
    wordPseudoPerplexity,
    sentences: sentences.map(({ start, end, words: own }) => ({ start, end, logprob: totalsOf(own).logprob })),
    leastLikely: least.slice(0, count).map(({ start, end, logprob: own, guesses = [] }) => ({
      word: text.slice(start, end),
      start,
      end,
      logprob: own,
      better: guesses.map((guess) => ({ word: guess.text, probability: Math.exp(guess.logprob) })),
    })),
  };
}

function replaced(text: string, masks: readonly Mask[], words: readonly string[]): string {
  let result = '';
  let done = 0;
  for (const [i, { start, end }] of masks.entries()) {
    result += text.slice(done, start) + words[i];
    done = end;
  }
  return result + text.slice(done);
}

function noMask(text: string): ClozeError {
  const example = text.trim() === '' ? '' : ' Put it in the place of the word in question.';
  return bad(
    `There is no mask in the text. Write [MASK] where a word is missing, as in "He [MASK] the door."${example}`,
  );
}

function bad(message: string): ClozeError {
  return new ClozeError('bad-request', message);
}

function within(value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw bad(`"count" must be a whole number from ${least} to ${most}, not ${value}.`);
}
