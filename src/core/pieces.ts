/** One entry of a model's vocabulary, its marks taken off. */
export interface Piece {
  readonly id: number;
  readonly text: string;
  readonly role: PieceRole;
}

export type PieceRole =
  /** Begins a word. */
  | 'start'
  /** Goes on inside a word (WordPiece's `##`). */
  | 'inside'
  /** Follows without a space whatever stands before it (SentencePiece without its mark). */
  | 'joined'
  /** Stands for no text: `[SEP]`, `[unused1]` ... */
  | 'special';

/** Scripts written without spaces between words: a word may begin behind any of their characters. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD_CHARACTER = /[\p{L}\p{M}\p{N}]/u;

/** Whether a piece says something: punctuation alone is no word to offer. */
export function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Whether a text has characters of a script without spaces between words: there, a word is a few characters. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

/** No word is longer: what is, is no word. */
const LONGEST = 64;

/** The letters and digits that stand at `offset` and go on with a word there; '' in scripts without spaces. */
export function lettersAt(text: string, offset: number): string {
  const run = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/u.exec(text.slice(offset, offset + LONGEST))?.[0] ?? '';
  const end = [...run].findIndex((character) => UNSPACED.test(character));
  return end < 0 ? run : [...run].slice(0, end).join('');
}

/** The letters and digits with which a word begins that goes on at `offset`; '' in scripts without spaces. */
export function lettersBefore(text: string, offset: number): string {
  const run = /[\p{L}\p{M}\p{N}]+$/u.exec(text.slice(Math.max(0, offset - LONGEST), offset))?.[0] ?? '';
  if (run.length === LONGEST) return '';
  const start = [...run].findLastIndex((character) => UNSPACED.test(character)) + 1;
  return [...run]
    .slice(start)
    .join('')
    .replace(/^\p{M}+/u, '');
}

/** Whether a line has changed by nothing but more letters of the word that ended at `offset`, or not at all. */
export function isStillTyped(line: string, offset: number, now: string): boolean {
  const behind = line.slice(offset);
  if (!now.startsWith(line.slice(0, offset)) || !now.slice(offset).endsWith(behind)) return false;
  const end = now.length - behind.length;
  return lettersBefore(now, end) === lettersBefore(line, offset) + now.slice(offset, end);
}

/** The roles that a lone piece may have where the text before it ends in `before`. */
export function rolesAfter(before: string): readonly PieceRole[] {
  const last = [...before.slice(-2)].at(-1);
  if (last === undefined || /\s/.test(last)) return ['start'];
  return WORD_CHARACTER.test(last) && !UNSPACED.test(last) ? ['inside', 'joined'] : ['start', 'joined'];
}
