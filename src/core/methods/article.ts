import type { Span } from '../masks.js';

type Article = 'a' | 'an';

/**
 * The rules of Lingua::EN::Inflect (Conway 1998, "An Algorithmic Approach to English Pluralization") for the sound that
 * a word begins with; the first that holds decides.
 */
const RULES: readonly (readonly [RegExp, Article])[] = [
  [/^(?:8|1[18](?!\d)|1[18]\d\d(?!\d))/, 'an'],
  [/^(?:euler|hour(?!i)|heir|honest|hono)/i, 'an'],
  [/^[aefhilmnorsx](?:$|[.-])/i, 'an'],
  [/^[a-z](?:$|[.-])/i, 'a'],
  // Abbreviations that are spelled: "an FBI agent", but "a NATO state".
  [
    /^(?!FJO|[HLMNS]Y.|RY[EO]|SQU|(?:F[LR]?|[HL]|MN?|N|RH?|S[CHKLMNPTVW]?|X(?:YL)?)[AEIOU])[FHLMNRSX][A-Z](?![a-z])/,
    'an',
  ],
  [/^y(?:b[lor]|cl[ea]|fere|gg|p[ios]|rou|tt)/i, 'an'],
  [/^[^aeiou]/i, 'a'],
  [/^(?:unanim|unabomb|ukr)/i, 'a'],
  [/^U[A-Z]{1,2}s?(?![A-Za-z])/, 'a'],
  [/^(?:EU(?![A-Za-z])|[Uu]ber)/, 'an'],
  [/^(?:e[uw]|onc?e\b|uni(?:[^nmd]|mo)|u[bcfhjkqrst][aeiou])/i, 'a'],
];

/** The indefinite article in front of `words`. */
export function articleFor(words: string): Article {
  const plain = words.normalize('NFD').replace(/\p{M}/gu, '');
  return RULES.find(([pattern]) => pattern.test(plain))?.[1] ?? 'an';
}

/**
 * The indefinite article right before a word, when it is right for that word and would be wrong for `replacement`.
 * @returns where it stands, and what should stand there; undefined when nothing is to be done
 */
export function mendedArticle(
  text: string,
  { start, end }: Span,
  replacement: string,
): (Span & { text: string }) | undefined {
  const match = /(?<![\p{L}\p{M}\p{N}'’-])(an?|An?|AN)(?=\s+$)/u.exec(text.slice(Math.max(0, start - 64), start));
  const article = match?.[1];
  if (!match || !article) return undefined;
  const at = Math.max(0, start - 64) + match.index;
  const isLetter = article === 'A' && !beginsSentence(text, at); // "vitamin A deficiency"
  const wanted = articleFor(replacement);
  if (isLetter || articleFor(text.slice(start, end)) !== article.toLowerCase() || wanted === article.toLowerCase()) {
    return undefined;
  }
  const spelled = article === 'AN' ? wanted.toUpperCase() : (article[0] as string) + wanted.slice(1);
  return { start: at, end: at + article.length, text: spelled };
}

function beginsSentence(text: string, at: number): boolean {
  return /(?:^|[\p{P}\n])\s*$/u.test(text.slice(Math.max(0, at - 64), at));
}
