/** How the letters of a word are written. */
export type LetterCase = 'lower' | 'title' | 'upper' | 'mixed';

/** A single capital letter counts as `title`; a word without letters that have a case as `lower`. */
export function letterCaseOf(word: string): LetterCase {
  const lower = word.toLowerCase();
  if (word === lower) return 'lower';
  if (word === word.toUpperCase() && [...word].filter((letter) => letter !== letter.toLowerCase()).length > 1) {
    return 'upper';
  }
  const [first = ''] = word;
  return first !== first.toLowerCase() && word.slice(first.length) === lower.slice(first.toLowerCase().length)
    ? 'title'
    : 'mixed';
}

/** Writes a word in lower case as `letterCase` says; `mixed` leaves it as it is. */
export function inLetterCase(word: string, letterCase: LetterCase): string {
  if (letterCase === 'upper') return word.toUpperCase();
  if (letterCase !== 'title') return word;
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
