import { isUnspaced } from '../pieces.js';

/** White space to be put in with words at a place of a text, so that they stand apart from what is around them. */
export interface Spacing {
  readonly lead: '' | ' ';
  readonly trail: '' | ' ';
}

/** Punctuation of scripts without spaces between words. */
const WIDE = /[\u3000-\u303f\uff00-\uff65]/;
/** What words follow without a space. */
const OPENING = /[\p{Ps}\p{Pi}¿¡]/u;
/** What follows words without a space. */
const CLOSING = /(?!’)[\p{Pe}\p{Pf}.,;:!?%…]/u;
/** Opens behind white space, closes before it and punctuation, and is a part of a word else. */
const QUOTE = /["'’*_`]/;

const ZERO_WIDTH_JOINER = '\u200d';
/** Belongs to the character before it: marks, the second half of a pair ... */
const JOINED = /[\p{M}\p{Emoji_Modifier}\udc00-\udfff]|\u200d/u;

/**
 * Which spaces words need that are put in at `offset`.
 * @returns undefined where no word can begin: inside a word, a number, a character ...
 */
export function spacingAt(text: string, offset: number): Spacing | undefined {
  const [left, beforeLeft] = charactersBefore(text, offset);
  const [right, afterRight] = charactersAfter(text, offset);
  if (JOINED.test(right) || left === ZERO_WIDTH_JOINER) return undefined;
  const opens = isBlank(left) || OPENING.test(left) || (QUOTE.test(left) && isBlank(beforeLeft));
  const closes = isBlank(right) || CLOSING.test(right) || (QUOTE.test(right) && endsWord(afterRight));
  if (isTight(left) || isTight(right)) return { lead: '', trail: '' };
  if (!opens && !closes) return undefined;
  return { lead: opens ? '' : ' ', trail: closes ? '' : ' ' };
}

/** Whether words would say again what is beside them: their first or last word, or all of them. */
export function repeats(words: readonly string[], left: string, right: string): boolean {
  const own = unitsOf(words.join(' '));
  const before = unitsOf(left).slice(-own.length);
  const behind = unitsOf(right).slice(0, own.length);
  const again = own.some((unit, i) => unit === own[i - 1]);
  const same = (units: readonly string[]) => units.length === own.length && units.every((unit, i) => unit === own[i]);
  return again || own[0] === before.at(-1) || own.at(-1) === behind[0] || same(before) || same(behind);
}

/** Words, or characters where words are not spaced, without regard to capitals. */
function unitsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => (isUnspaced(word) ? [...word] : [word]));
}

function isTight(character: string): boolean {
  return isUnspaced(character) || WIDE.test(character);
}

function isBlank(character: string): boolean {
  return character === '' || /\s/.test(character);
}

function endsWord(character: string): boolean {
  return isBlank(character) || CLOSING.test(character);
}

/** The last character before `offset` and the one before that; '' where the text ends. */
function charactersBefore(text: string, offset: number): [string, string] {
  const [last = '', previous = ''] = [...text.slice(Math.max(0, offset - 4), offset)].reverse();
  return [last, previous];
}

function charactersAfter(text: string, offset: number): [string, string] {
  const [first = '', second = ''] = text.slice(offset, offset + 4);
  return [first, second];
}
