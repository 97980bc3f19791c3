import type { Span } from '../masks.js';
import { excerptAround } from '../windows.js';

/** So much of a text tells its language, on either side of a place. In UTF-16 units. */
const REACH = 300;

/**
 * Whether the rules of English hold around a place: most words have the letters of English, and the small words are not
 * rather those of another language.
 */
export function isEnglishAround(text: string, { start, end }: Span): boolean {
  const part = text.slice(excerptAround(text, start, REACH).start, excerptAround(text, end, REACH).end);
  const words = part.toLowerCase().match(/\p{L}+/gu) ?? [];
  const latin = words.filter((word) => /^[a-z]+$/.test(word)).length;
  const count = (list: ReadonlySet<string>) => words.filter((word) => list.has(word)).length;
  return latin >= 0.8 * words.length && count(ENGLISH) >= count(OTHERS);
}

const ENGLISH = setOf(
  'the of and to in is was that it for with as on be at by this had not are but from or have an they which you were ' +
    'their there been has he she his her would what who when will we my me',
);
/** The most frequent words of German, French, Spanish, Italian, Portuguese and Dutch that English does not have. */
const OTHERS = setOf(
  'der das und den von zu mit sich des auf für ist im dem nicht ein eine auch es ich sie la les et à un une du il que ' +
    'dans pour qui ne sur pas je elle el los y del las por con una su al di che per della sono non mi uma com não em ' +
    'het een van dat niet zijn op te ik de le se',
);

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
