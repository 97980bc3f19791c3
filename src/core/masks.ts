/** A range of a text, in UTF-16 units, [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spellings that mean a mask in every document, whatever the model's own token is. */
export const MASK_SPELLINGS: readonly string[] = ['[MASK]', '<mask>'];

/**
 * The masks of a text, from left to right. Where spellings overlap, the longer wins.
 * @param more spellings besides the usual ones; empty ones are ignored
 */
export function findMasks(text: string, more: readonly string[] = []): Span[] {
  const spellings = [...new Set([...MASK_SPELLINGS, ...more])].filter((spelling) => spelling.trim() !== '');
  const longestFirst = spellings.sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
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

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
