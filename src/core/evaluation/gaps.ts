import { spacingAt } from '../methods/continuationGap.js';
import { excerptAround } from '../windows.js';
import { bootstrapMean, type Estimate } from './bootstrap.js';
import { mulberry32 } from './random.js';

/*
 * How well words are suggested where one is missing, and nothing where none is. A place of the text is drawn, each as
 * probable as the others, and the next word behind it taken (Intl.Segmenter), if it stands apart from its neighbours.
 * There are two questions about it: once the word is deleted, with one of the spaces beside it, what belongs in the gap;
 * and in the text as it is, whether something is missing before the word.
 */

/** A place of a text at which words may be missing. */
export interface GapQuestion {
  readonly text: string;
  readonly offset: number;
}

export interface DrawnGap {
  readonly word: string;
  /** Without the word. */
  readonly deleted: GapQuestion;
  /** Before the word. */
  readonly whole: GapQuestion;
}

export interface GapAnswer {
  /** Best first. */
  readonly suggestions: readonly string[];
  /** That something is missing, in nats. */
  readonly evidence: number;
}

/** Shares of the gaps, [0, 1]. */
export interface GapsAt {
  /** Nothing is suggested with less evidence, in nats. */
  readonly least: number;
  /** Something is suggested where nothing is missing. */
  readonly falseInserts: Estimate;
  /** Something is suggested where a word was deleted. */
  readonly found: Estimate;
  /** The first suggestion where a word was deleted, or one of the first five, is this word. */
  readonly top1: Estimate;
  readonly top5: Estimate;
}

/** How much of the text around a place is looked at, in UTF-16 units on either side. */
const REACH = 500;

/**
 * Draws gaps.
 * @returns fewer than `count` when too few of the text's words can be deleted
 */
export function drawGaps(paragraphs: readonly string[], count: number, seed: number): DrawnGap[] {
  const random = mulberry32(seed);
  const words = new Intl.Segmenter('und', { granularity: 'word' });
  let length = 0;
  const ends = paragraphs.map((paragraph) => (length += paragraph.length));
  const drawn: DrawnGap[] = [];
  for (let tries = 0; drawn.length < count && tries < 20 * count; tries++) {
    const at = Math.floor(random() * length);
    const p = ends.findIndex((end) => at < end);
    const paragraph = paragraphs[p] ?? '';
    const start = at - ((ends[p] ?? 0) - paragraph.length);
    const gap = gapBehind(paragraph, start, words);
    if (gap) drawn.push(gap);
  }
  return drawn;
}

function gapBehind(paragraph: string, offset: number, segmenter: Intl.Segmenter): DrawnGap | undefined {
  const { start, end } = excerptAround(paragraph, offset, REACH);
  const text = paragraph.slice(start, end);
  for (const { segment: word, index, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike || index < offset - start) continue;
    const deleted = withoutWord(text, index, index + word.length);
    const places = [spacingAt(text, index), spacingAt(text, index + word.length)];
    const apart = places.every(Boolean) && spacingAt(deleted.text, deleted.offset);
    return apart ? { word, deleted, whole: { text, offset: index } } : undefined;
  }
  return undefined;
}

function withoutWord(text: string, start: number, end: number): GapQuestion {
  const [left, right] = [text.slice(0, start), text.slice(end)];
  if (right.startsWith(' ')) return { text: left + right.slice(1), offset: start };
  return left.endsWith(' ')
    ? { text: left.slice(0, -1) + right, offset: start - 1 }
    : { text: left + right, offset: start };
}

/**
 * What the answers come to when nothing is suggested with less evidence than `least`; a word is right in any case.
 * @param deleted one a gap, and the suggestions as if there always was enough evidence
 * @param whole one a gap
 */
export function judgeGaps(
  gaps: readonly DrawnGap[],
  deleted: readonly GapAnswer[],
  whole: readonly GapAnswer[],
  least: number,
  seed: number,
): GapsAt {
  const share = (hits: readonly boolean[]) => bootstrapMean(hits.map(Number), { seed });
  const suggested = deleted.map(({ evidence }) => evidence >= least);
  const places = gaps.map(({ word }, i) => {
    const answers = deleted[i]?.suggestions.map((suggestion) => suggestion.toLowerCase()) ?? [];
    return suggested[i] ? answers.indexOf(word.toLowerCase()) : -1;
  });
  return {
    least,
    falseInserts: share(whole.map(({ evidence }) => evidence >= least)),
    found: share(suggested),
    top1: share(places.map((place) => place === 0)),
    top5: share(places.map((place) => place >= 0 && place < 5)),
  };
}
