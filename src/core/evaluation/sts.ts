import { ClozeError } from '../errors.js';
import type { BootstrapOptions, Estimate } from './bootstrap.js';
import { bootstrapSpearman, pearson, spearman } from './correlation.js';

/** Two sentences and how alike people found them. */
export interface ScoredPair {
  readonly texts: readonly [string, string];
  readonly gold: number;
  /** The part of the data set it is from, where the file names one. */
  readonly subset?: string;
}

/** How well cosines order pairs as people do. */
export interface StsResult {
  readonly pairs: number;
  /** Over all pairs at once: the protocol "all". */
  readonly spearman: Estimate;
  readonly pearson: number;
  /** Mean over the subsets weighted by their sizes: the protocol "wmean"; where there are two or more. */
  readonly wmean?: number;
}

/**
 * Reads pairs, one a line between tabs, quotation marks being characters: `sentence sentence score`, or the columns of
 * STS-B, `genre file year id score sentence sentence`, whose files are the subsets. A first line of names says which
 * column is which, as GLUE has it: `sentence1`, `sentence2`, `score`, perhaps `filename`.
 * @throws ClozeError `bad-request` that names the line
 */
export function readScoredPairs(text: string): ScoredPair[] {
  const pairs: ScoredPair[] = [];
  let columns: Columns | undefined;
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const cells = line.split('\t');
    if (i === 0) {
      columns = namedColumns(cells);
      if (columns) continue;
    }
    const { first, second, score, subset } = columns ?? (cells.length >= 7 ? STS_B : PLAIN);
    const [a, b, given, part] = [cells[first], cells[second], cells[score]?.trim(), cells[subset ?? -1]];
    const gold = given ? Number(given) : Number.NaN;
    if (a !== undefined && b !== undefined && Number.isFinite(gold)) {
      pairs.push({ texts: [a.trim(), b.trim()], gold, ...(part !== undefined && { subset: part }) });
    } else if (i > 0) {
      throw new ClozeError('bad-request', `Line ${i + 1} does not hold two sentences and a score between tabs.`);
    }
  }
  if (pairs.length < 3)
    throw new ClozeError('bad-request', `There are ${pairs.length} scored pairs; 3 are the fewest.`);
  return pairs;
}

/** Which column is which, from 0. */
interface Columns {
  readonly first: number;
  readonly second: number;
  readonly score: number;
  readonly subset?: number;
}

const PLAIN: Columns = { first: 0, second: 1, score: 2 };
const STS_B: Columns = { first: 5, second: 6, score: 4, subset: 1 };

/** @returns undefined when a line does not name the columns @throws ClozeError `bad-request` when it names no score */
function namedColumns(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const place = (...known: string[]) => names.findIndex((name) => known.includes(name));
  const [first, second] = [place('sentence1', 'sentence_a'), place('sentence2', 'sentence_b')];
  const [score, subset] = [place('score', 'similarity_score', 'relatedness_score'), place('filename', 'file')];
  if (first < 0 || second < 0) return undefined;
  if (score < 0 && cells.length > 3) throw new ClozeError('bad-request', 'Line 1 names no column "score".');
  if (score < 0) return PLAIN;
  return { first, second, score, ...(subset >= 0 && { subset }) };
}

/** @param cosines one a pair */
export function evaluateSts(
  pairs: readonly ScoredPair[],
  cosines: ArrayLike<number>,
  options?: BootstrapOptions,
): StsResult {
  const gold = pairs.map((pair) => pair.gold);
  return { pairs: pairs.length, spearman: bootstrapSpearman(cosines, gold, options), ...plain(pairs, cosines) };
}

/** Without the interval, which takes longer than all the rest. */
export function quickSpearman(pairs: readonly ScoredPair[], cosines: ArrayLike<number>): number {
  return spearman(
    cosines,
    pairs.map((pair) => pair.gold),
  );
}

function plain(pairs: readonly ScoredPair[], cosines: ArrayLike<number>): Pick<StsResult, 'pearson' | 'wmean'> {
  const own = {
    pearson: pearson(
      cosines,
      pairs.map((pair) => pair.gold),
    ),
  };
  const subsets = [...new Set(pairs.map(({ subset }) => subset))];
  if (subsets.length < 2) return own;
  const parts = subsets.map((subset) => {
    const places = [...pairs.keys()].filter((i) => pairs[i]?.subset === subset);
    const value = spearman(
      places.map((i) => cosines[i] as number),
      places.map((i) => pairs[i]?.gold as number),
    );
    return value * places.length;
  });
  return { ...own, wmean: parts.reduce((sum, value) => sum + value, 0) / pairs.length };
}
