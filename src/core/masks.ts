/** A range of a text, in UTF-16 units, [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text for a word to be found. */
export interface Mask extends Span {
  /** The only words that may stand there, each any number of words long; at least one. */
  readonly candidates?: readonly string[];
}

/** Spellings that mean a mask in every document, whatever the model's own token is. */
export const MASK_SPELLINGS: readonly string[] = ['[MASK]', '<mask>'];

/**
 * `[MASK:affect|effect]`; a backslash takes the meaning from the character behind it. Without words, as while these are
 * being typed, it takes any.
 */
const CHOICE = String.raw`\[MASK:((?:[^\]\\\r\n]|\\[^\r\n]){0,2000})\]`;

/**
 * The masks of a text, from left to right. Where spellings overlap, the longer wins.
 * @param more spellings besides the usual ones; empty ones are ignored
 */
export function findMasks(text: string, more: readonly string[] = []): Mask[] {
  return Array.from(text.matchAll(more.length === 0 ? USUAL : maskPattern(more)), (match) => {
    const candidates = splitCandidates(match[1] ?? '', '|');
    const span = { start: match.index, end: match.index + match[0].length };
    return candidates.length > 0 ? { ...span, candidates } : span;
  });
}

function maskPattern(more: readonly string[]): RegExp {
  const spellings = [...new Set([...MASK_SPELLINGS, ...more])].filter((spelling) => spelling.trim() !== '');
  const longestFirst = spellings.sort((a, b) => b.length - a.length);
  return new RegExp([CHOICE, ...longestFirst.map(escapeRegExp)].join('|'), 'g');
}

const USUAL = maskPattern([]);

/**
 * A list of candidates, each once, without white space around it and without empty ones.
 * @param separator one character, which counts as text behind a backslash
 */
export function splitCandidates(list: string, separator: string): string[] {
  const parts = [''];
  for (const [token] of list.matchAll(/\\?./gsu)) {
    if (token === separator) parts.push('');
    else parts[parts.length - 1] += token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
  }
  return [...new Set(parts.map((part) => part.trim()))].filter((part) => part !== '');
}

/** The mask that a cursor touches: inside it or at either end. Between two masks, the one that ends there. */
export function maskAt(masks: readonly Span[], offset: number): Span | undefined {
  return masks.find(({ start, end }) => start <= offset && offset <= end);
}

/** A text with each of `spans` (in order, apart from one another) replaced, and where the replacements stand. */
export function replaceSpans(
  text: string,
  spans: readonly Span[],
  replacement: string,
): { readonly text: string; readonly spans: readonly Span[] } {
  let result = '';
  let done = 0;
  const placed = spans.map(({ start, end }) => {
    result += text.slice(done, start);
    done = end;
    const at = result.length;
    result += replacement;
    return { start: at, end: result.length };
  });
  return { text: result + text.slice(done), spans: placed };
}

/** A text with each of `others` (in order, apart from `spans`) replaced, and where `spans` stand then. */
export function replaceOthers<T extends Span>(
  text: string,
  spans: readonly T[],
  others: readonly Span[],
  replacement: string,
): { readonly text: string; readonly spans: readonly T[] } {
  const replaced = replaceSpans(text, others, replacement);
  const moved = (offset: number) => {
    const last = others.findLastIndex(({ end }) => end <= offset);
    return last < 0 ? offset : offset + (replaced.spans[last] as Span).end - (others[last] as Span).end;
  };
  return {
    text: replaced.text,
    spans: spans.map((span) => ({ ...span, start: moved(span.start), end: moved(span.end) })),
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
