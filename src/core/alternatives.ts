import { findMasks, type Span, splitCandidates } from './masks.js';

/** What a person wrote to choose from, and the range that the choice takes the place of. */
export interface Alternatives extends Span {
  /** Two at least, each once. */
  readonly alternatives: readonly string[];
}

const SEPARATORS = ['|', '｜', '/', '／', '、'] as const;

/**
 * The alternatives in a range of a text: `big/large/huge`, `in front of | behind`, `[affect|effect]`,
 * `[MASK:affect|effect]`, also `大／小` and `大、小`. A backslash takes the meaning from a separator.
 * @returns undefined when there are not two
 */
export function alternativesIn(text: string, { start, end }: Span): Alternatives | undefined {
  const given = text.slice(start, end);
  const from = start + given.length - given.trimStart().length;
  const span = { start: from, end: from + given.trim().length };
  const list = text.slice(span.start, span.end);
  const [mask] = findMasks(list);
  if (mask?.candidates && mask.start === 0 && mask.end === list.length) {
    return mask.candidates.length > 1 ? { ...span, alternatives: mask.candidates } : undefined;
  }
  const bare = /^\[([^[\]]*)\]$/.exec(list)?.[1] ?? list;
  for (const separator of SEPARATORS) {
    const alternatives = splitCandidates(bare, separator);
    if (alternatives.length > 1) return { ...span, alternatives };
  }
  return undefined;
}

/** How far the alternatives at a cursor may reach, in UTF-16 units. */
const REACH = 2000;

/**
 * The alternatives that a cursor is in, without having been selected: those between bars in brackets, or without a space
 * in them. Other brackets are the text's own: `[the big/large house](...)`.
 */
export function alternativesAt(text: string, offset: number): Alternatives | undefined {
  const first = Math.max(0, offset - REACH);
  const near = text.slice(first, offset + REACH);
  const touching = (pattern: RegExp, isMeant: (found: string) => boolean = () => true) =>
    [...near.matchAll(pattern)].find(({ 0: found, index }) => {
      const at = first + index;
      return at <= offset && at + found.length >= offset && isMeant(found);
    });
  const found =
    touching(/\[(?:MASK:)?(?:[^[\]\\\r\n]|\\[^\r\n])*\]/g, (it) => /[|｜]/.test(it) || !/\s/.test(it)) ??
    touching(/[\p{L}\p{M}\p{N}'’-]+(?:[|｜/／、][\p{L}\p{M}\p{N}'’-]+)+/gu);
  if (!found) return undefined;
  return alternativesIn(text, { start: first + found.index, end: first + found.index + found[0].length });
}

/**
 * The alternatives that several selections are: each of them one, the stretch from the first to the last their place.
 * @param spans in order
 */
export function alternativesOf(text: string, spans: readonly Span[]): Alternatives | undefined {
  const alternatives = [...new Set(spans.map(({ start, end }) => text.slice(start, end).trim()))].filter(
    (it) => it !== '',
  );
  const [first, last] = [spans[0], spans.at(-1)];
  return first && last && alternatives.length > 1 ? { start: first.start, end: last.end, alternatives } : undefined;
}
