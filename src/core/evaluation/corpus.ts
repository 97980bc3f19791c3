/** Tokens in a row, without special ones. */
export interface Tokens {
  readonly ids: Int32Array;
  /** The number of the word that each token is from, ascending: tokens of one number are one word. */
  readonly words: Int32Array;
}

/** Tokens [start, end) of a document, as a model gets them at once. */
export interface TokenSequence {
  /** Its place among all sequences of the text. */
  readonly number: number;
  readonly document: Tokens;
  readonly start: number;
  readonly end: number;
}

/** A document's last sequence, when it is shorter than the others, is left out below so many tokens. */
export const FEWEST_TOKENS = 8;

/**
 * The paragraphs of each document of a text with one paragraph a line and blank lines between documents. Lines end with
 * LF or CRLF and are trimmed of white space; a byte order mark is dropped.
 */
export function documentsOf(text: string): string[][] {
  const documents: string[][] = [[]];
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    const paragraph = line.trim();
    if (paragraph) documents.at(-1)?.push(paragraph);
    else documents.push([]);
  }
  return documents.filter((paragraphs) => paragraphs.length > 0);
}

/** One document of its paragraphs. Words of two paragraphs are two words. */
export function joinParagraphs(paragraphs: readonly Tokens[]): Tokens {
  const length = paragraphs.reduce((sum, { ids }) => sum + ids.length, 0);
  const document = { ids: new Int32Array(length), words: new Int32Array(length) };
  let end = 0;
  for (const { ids, words } of paragraphs) {
    const next = end === 0 ? 0 : (document.words[end - 1] as number) + 1;
    document.ids.set(ids, end);
    document.words.set(
      words.map((word) => next + word),
      end,
    );
    end += ids.length;
  }
  return document;
}

/** Cuts documents into consecutive sequences of `size` tokens, numbered from 0 through all documents. */
export function cut(documents: readonly Tokens[], size: number): TokenSequence[] {
  const sequences: TokenSequence[] = [];
  for (const document of documents) {
    const { length } = document.ids;
    for (let start = 0; start < length; start += size) {
      const end = Math.min(start + size, length);
      if (end - start < Math.min(size, FEWEST_TOKENS)) break;
      sequences.push({ number: sequences.length, document, start, end });
    }
  }
  return sequences;
}

/** `count` of the items, spread evenly: those at floor(i * total / count); all, when there are no more. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (count >= items.length) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as T);
}

/** The words that lie in the sequence as a whole, each as its places [start, end) in the sequence. */
export function wholeWords({ document: { words }, start, end }: TokenSequence): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let first = start;
  for (let i = start + 1; i <= end; i++) {
    if (i < end && words[i] === words[first]) continue;
    if (words[first - 1] !== words[first] && words[i] !== words[first]) found.push([first - start, i - start]);
    first = i;
  }
  return found;
}
