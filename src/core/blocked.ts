import offensive from './offensiveWords.json';

/** Which words are never offered. Words that a person gives to choose from are not asked about. */
export interface BlockOptions {
  /** The caller's own, words or phrases. */
  readonly blocked?: readonly string[];
  /** Offer also what the usual list of slurs and very offensive words holds (offensiveWords.json). */
  readonly offensive?: boolean;
}

/** Whether a word, or one of the words of a phrase, is not to be offered. Upper and lower case are one. */
export function blockList({ blocked = [], offensive: isAllowed = false }: BlockOptions): (text: string) => boolean {
  const own = new Set(blocked.map(folded));
  const isListed = (word: string) => own.has(word) || (!isAllowed && OFFENSIVE.has(word));
  return (text) => {
    const whole = folded(text);
    return isListed(whole) || (NO_LETTER.test(whole) && whole.split(NO_LETTER).some(isListed));
  };
}

const OFFENSIVE: ReadonlySet<string> = new Set(offensive.map(folded));
const NO_LETTER = /[^\p{L}\p{M}\p{N}]+/u;

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
