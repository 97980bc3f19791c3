import { ClozeError } from '../errors.js';
import { isRecord } from '../json.js';
import type { Span } from '../masks.js';

/** A word in a text, and what people think of words in its place. */
export interface SwordsTarget {
  readonly id: string;
  readonly contextId: string;
  readonly text: string;
  readonly span: Span;
  /** Part of speech, as Universal Dependencies name it. */
  readonly pos: string;
  /** In lower case. */
  readonly lemma: string;
  readonly substitutes: readonly Substitute[];
}

export interface Substitute {
  /** Lemma, of one word or several. */
  readonly text: string;
  /** Share of [0, 1] of the annotators that would accept it. */
  readonly weight: number;
}

type Table = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Reads the SWORDS benchmark of lexical substitution (Lee et al. 2021, "Swords: A Benchmark for Lexical Substitution
 * with Improved Data Coverage and Quality", format of its version 1.1). As in its own evaluation, annotators that were
 * unsure do not count, and neither do substitutes that are the target's lemma.
 * @param json the parsed file
 * @throws ClozeError `bad-request` when it is something else
 */
export function readSwords(json: unknown): SwordsTarget[] {
  const file = isRecord(json) ? json : {};
  const [contexts, targets, substitutes] = ['contexts', 'targets', 'substitutes'].map((name) => tableOf(file[name]));
  const labels = file['substitute_labels'];
  if (!contexts || !targets || !substitutes || !isRecord(labels)) throw bad('it lacks a table');
  const byTarget = new Map<unknown, Substitute[]>();
  for (const [id, { target_id: target, substitute }] of Object.entries(substitutes)) {
    const weight = acceptance(labels[id]);
    if (typeof substitute !== 'string') throw bad(`the substitute ${id} is none`);
    if (weight === undefined) continue;
    byTarget.set(target, [...(byTarget.get(target) ?? []), { text: substitute.toLowerCase(), weight }]);
  }
  if (Object.keys(targets).length === 0) throw bad('it has no target');
  return Object.entries(targets).map(([id, entry]) => {
    const { context_id: contextId, target: word, offset, pos, extra } = entry;
    const text = contexts[String(contextId)]?.['context'];
    if (typeof text !== 'string' || typeof word !== 'string' || typeof offset !== 'number')
      throw bad(`see target ${id}`);
    const start = [...text].slice(0, offset).join('').length; // they count code points
    const span = { start, end: start + word.length };
    if (text.slice(span.start, span.end) !== word) throw bad(`the target ${id} is not where it should be`);
    const lemma = isRecord(extra) ? extra['coinco_lemma'] : undefined;
    const known = typeof lemma === 'string' ? lemma.toLowerCase() : word.toLowerCase();
    return {
      id,
      contextId: String(contextId),
      text,
      span,
      pos: String(pos),
      lemma: known,
      substitutes: (byTarget.get(id) ?? []).filter((substitute) => substitute.text !== known),
    };
  });
}

/** Share of the labels that say yes; undefined when nobody was sure. */
function acceptance(labels: unknown): number | undefined {
  const sure = Array.isArray(labels) ? labels.filter((label) => label !== 'UNSURE') : [];
  return sure.length > 0 ? sure.filter((label) => String(label).startsWith('TRUE')).length / sure.length : undefined;
}

function tableOf(value: unknown): Table | undefined {
  return isRecord(value) && Object.values(value).every(isRecord) ? (value as Table) : undefined;
}

function bad(what: string): ClozeError {
  return new ClozeError('bad-request', `The file is not in the format of SWORDS: ${what}.`);
}
