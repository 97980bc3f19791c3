import { ClozeError, messageOf } from '../errors.js';
import { isRecord } from '../json.js';
import { bootstrapStrataMean, type Estimate } from './bootstrap.js';
import { spread } from './corpus.js';

/** Sentences that differ in one point of grammar alone, in which one is right and the other is not. */
export interface MinimalPair {
  readonly good: string;
  readonly bad: string;
}

/** Pairs for one point of grammar (Warstadt et al. 2020, "BLiMP: The Benchmark of Linguistic Minimal Pairs"). */
export interface Paradigm {
  readonly name: string;
  /** Part of grammar that it is from: morphology, syntax ... */
  readonly field: string;
  readonly pairs: readonly MinimalPair[];
}

export interface ParadigmResult {
  readonly name: string;
  readonly field: string;
  /** Whether the good sentence has the higher score, 1 or 0, of each pair. */
  readonly hits: readonly number[];
}

export interface BlimpSummary {
  /** Mean over the paradigms of the share of pairs, which weighs paradigms alike as BLiMP does; pairs are drawn anew. */
  readonly average: Estimate;
  readonly fields: readonly { readonly name: string; readonly paradigms: number; readonly average: Estimate }[];
  readonly paradigms: readonly { readonly name: string; readonly field: string; readonly accuracy: Estimate }[];
}

/**
 * A file of BLiMP: a JSON object a line, with `sentence_good`, `sentence_bad` and `field`.
 * @throws ClozeError `bad-request` for other text
 */
export function parseParadigm(name: string, text: string): Paradigm {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let field = '';
  const pairs = lines.map((line, i): MinimalPair => {
    const bad = (what: string) => new ClozeError('bad-request', `${name}, line ${i + 1}: ${what}.`);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw bad(`it is no JSON (${messageOf(error)})`);
    }
    const entry = isRecord(value) ? value : {};
    const [good, wrong] = [entry['sentence_good'], entry['sentence_bad']];
    if (typeof good !== 'string' || typeof wrong !== 'string') throw bad('it has no sentence_good and sentence_bad');
    // BLiMP spells one of its fields in two ways.
    if (typeof entry['field'] === 'string') field = entry['field'].replace('/', '_');
    return { good, bad: wrong };
  });
  if (pairs.length === 0) throw new ClozeError('bad-request', `${name} holds no pairs.`);
  return { name, field, pairs };
}

/** So many pairs are asked for at a time. */
const GROUP = 128;

/**
 * Compares the scores of the sentences of each pair.
 * @param limit of pairs a paradigm, spread evenly over it
 * @param score of each text
 * @param onProgress called with the numbers of pairs done and in all
 */
export async function judgePairs(
  paradigms: readonly Paradigm[],
  limit: number,
  score: (texts: readonly string[]) => Promise<readonly number[]>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ParadigmResult[]> {
  const chosen = paradigms.map((paradigm) => ({ ...paradigm, pairs: spread(paradigm.pairs, limit) }));
  const total = chosen.reduce((sum, { pairs }) => sum + pairs.length, 0);
  let done = 0;
  const results: ParadigmResult[] = [];
  for (const { name, field, pairs } of chosen) {
    const hits: number[] = [];
    for (let i = 0; i < pairs.length; i += GROUP) {
      onProgress(done, total);
      const group = pairs.slice(i, i + GROUP);
      const scores = await score(group.flatMap(({ good, bad }) => [good, bad]));
      hits.push(...group.map((_, p) => ((scores[2 * p] as number) > (scores[2 * p + 1] as number) ? 1 : 0)));
      done += group.length;
    }
    results.push({ name, field, hits });
  }
  return results;
}

export function summarise(results: readonly ParadigmResult[], seed: number): BlimpSummary {
  const average = (some: readonly ParadigmResult[]) =>
    bootstrapStrataMean(
      some.map(({ hits }) => hits),
      { seed },
    );
  const fields = [...new Set(results.map(({ field }) => field))].sort();
  return {
    average: average(results),
    fields: fields.map((name) => {
      const own = results.filter(({ field }) => field === name);
      return { name, paradigms: own.length, average: average(own) };
    }),
    paradigms: results.map((result) => ({ name: result.name, field: result.field, accuracy: average([result]) })),
  };
}
