import VERBS from 'english-verbs-irregular/dist/verbs.json';
import pluralize from 'pluralize';

/** English endings: `s`, a plural or a verb's third person; `ing`; `ed`, a verb's past or its past participle. */
export const INFLECTIONS = ['s', 'ing', 'ed'] as const;
export type Inflection = (typeof INFLECTIONS)[number];

/** Pairs of past and past participle, the most usual first: also of regular verbs whose last letter is doubled. */
const IRREGULAR: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(Object.entries(VERBS));
const LEMMAS_OF_PAST = new Map<string, string[]>();
for (const [lemma, pasts] of IRREGULAR) {
  for (const past of new Set(pasts.flat())) LEMMAS_OF_PAST.set(past, [...(LEMMAS_OF_PAST.get(past) ?? []), lemma]);
}
const THIRD_PERSON: ReadonlyMap<string, string> = new Map([
  ['be', 'is'],
  ['have', 'has'],
]);

/** Stressed on the last syllable, which ends in one vowel and one consonant. */
const DOUBLED = /^(?:qu|[^aeiou])*[aeiou][b-df-hj-np-tvz]$|(?:[ei]|con|trans)fer$|.cur$|(?:com|dis|im|re|ex)[pc]el$/;

/**
 * The forms of a word in lower case with an ending, those of a noun and of a verb alike: `go` -> `went`, `gone`. A word
 * that is neither gets forms that do not exist.
 */
export function formsOf(lemma: string, inflection: Inflection): string[] {
  switch (inflection) {
    case 's':
      return [...new Set([pluralize.plural(lemma), THIRD_PERSON.get(lemma) ?? thirdPerson(lemma)])];
    case 'ing':
      return [gerund(lemma)];
    case 'ed':
      return [...new Set(IRREGULAR.get(lemma)?.flat() ?? [past(lemma)])];
  }
}

/**
 * The words in lower case that have `word` among their forms with an ending, by the rules of English spelling.
 * @param isLemma whether there is such a word, of irregular verbs known: rules would take `bring` for a form of `bre`
 */
export function lemmasOf(word: string, inflection: Inflection, isLemma: (word: string) => boolean): string[] {
  const guesses = new Set(stems(word, inflection).filter((stem) => /[aeiouy]/.test(stem) && stem !== word));
  const isKnown = (stem: string) => isLemma(stem) || (inflection === 'ed' && IRREGULAR.has(stem));
  return [...guesses].filter((stem) => isKnown(stem) && formsOf(stem, inflection).includes(word));
}

/** Comparative and superlative, as spelled when the word is an adjective that has them. */
export function gradesOf(lemma: string): string[] {
  const stem = past(lemma).replace(/e?d$/, '');
  return [`${stem}er`, `${stem}est`];
}

function stems(word: string, inflection: Inflection): string[] {
  switch (inflection) {
    case 's': {
      const verbs = [...THIRD_PERSON].filter(([, form]) => form === word).map(([lemma]) => lemma);
      if (!pluralize.isPlural(word)) return verbs;
      return [pluralize.singular(word), word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
    }
    case 'ing':
      return stemsBefore(word, 'ing');
    case 'ed':
      return [...(LEMMAS_OF_PAST.get(word) ?? []), ...stemsBefore(word, 'ed')];
  }
}

function stemsBefore(word: string, ending: string): string[] {
  if (!word.endsWith(ending)) return [];
  const stem = word.slice(0, -ending.length);
  return [stem, `${stem}e`, stem.slice(0, -1), stem.replace(/i$/, 'y'), stem.replace(/y$/, 'ie')];
}

function thirdPerson(verb: string): string {
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return /(?:[sxzo]|[cs]h)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

function past(verb: string): string {
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return verb.endsWith('e') ? `${verb}d` : `${doubled(verb)}ed`;
}

function gerund(verb: string): string {
  if (verb.endsWith('ie')) return `${verb.slice(0, -2)}ying`;
  return /[^eoy]e$/.test(verb) && verb !== 'be' ? `${verb.slice(0, -1)}ing` : `${doubled(verb)}ing`;
}

/** Irregular verbs of more than one syllable are stressed on the last. */
function doubled(verb: string): string {
  const pasts = IRREGULAR.get(verb);
  const last = verb.slice(-1);
  const isDoubled = pasts
    ? pasts.some(([it]) => it === `${verb}${last}ed`) || /[^aeiou][aeiou][b-df-hj-np-tvz]$/.test(verb)
    : DOUBLED.test(verb);
  return isDoubled ? verb + last : verb;
}
