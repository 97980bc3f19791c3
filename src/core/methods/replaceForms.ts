import { formsOf, gradesOf, INFLECTIONS, type Inflection, lemmasOf } from './inflection.js';

/** A word in lower case as it would stand in the text, and what it is a form of. */
export interface Form {
  readonly text: string;
  /** In lower case, at least one. */
  readonly lemmas: readonly string[];
}

/** After these, a form in -ing or -ed is a noun or an adjective: "the building", "very tired". */
const BEFORE_NOUN =
  /(?:^|[^\p{L}\p{M}])(?:an?|the|this|these|those|my|your|its|our|their|very|quite|rather|too|more|most)\s+$/iu;

/** What can stand for an English word: in its inflection, and not a form of it. */
export class EnglishForms {
  readonly #inflections: readonly Inflection[];
  readonly #lemmas: readonly string[];

  /**
   * @param word in lower case
   * @param before the text that it follows
   * @param has whether a word is in the vocabulary
   */
  constructor(
    private readonly word: string,
    before: string,
    private readonly has: (word: string) => boolean,
  ) {
    const readings = this.#readings(word);
    const isNominal = BEFORE_NOUN.test(before.slice(-32));
    this.#inflections = [...readings.keys()].filter((inflection) => inflection === 's' || !isNominal);
    this.#lemmas = [word, ...[...readings.values()].flat()];
  }

  /**
   * The forms of a candidate that could stand for the word: as it is when its inflection is the same, else inflected;
   * none when it is a form of the word itself. A verb's past and participle are two, and which of them is right is for
   * a model to say, as it is whether an -ing or -ed form in place of a base form is a verb's or an adjective.
   * @param candidate in lower case
   */
  formsLike(candidate: string): Form[] {
    const readings = this.#readings(candidate);
    const lemmas = [...new Set([...readings.values()].flat())];
    if (this.#isSameWord(candidate, lemmas)) return [];
    const asItIs = { text: candidate, lemmas: lemmas.length > 0 ? lemmas : [candidate] };
    if (this.#inflections.length === 0) {
      const bases = lemmas.map((lemma) => ({ text: lemma, lemmas: [lemma] }));
      return readings.has('s') ? bases : [asItIs, ...bases];
    }
    if (this.#inflections.some((inflection) => readings.has(inflection))) return [asItIs];
    return this.#inflections.flatMap((inflection) => {
      // A form in -ing or -ed may be a noun: "buildings".
      const bases = lemmas.length === 0 || inflection === 's' ? [candidate, ...lemmas] : lemmas;
      return bases.flatMap((lemma) => formsOf(lemma, inflection).map((text) => ({ text, lemmas: [lemma] })));
    });
  }

  #isSameWord(candidate: string, lemmas: readonly string[]): boolean {
    const all = [candidate, ...lemmas];
    return (
      all.some((lemma) => this.#lemmas.includes(lemma)) ||
      this.#lemmas.some((lemma) => gradesOf(lemma).includes(candidate)) ||
      all.some((lemma) => gradesOf(lemma).includes(this.word))
    );
  }

  /** Inflections that a word may be in, and of what. A word that the vocabulary lacks is taken for what rules make it. */
  #readings(word: string): Map<Inflection, string[]> {
    const isLemma = this.has(word) ? this.has : () => true;
    const found = INFLECTIONS.map((inflection) => [inflection, lemmasOf(word, inflection, isLemma)] as const);
    return new Map(found.filter(([, lemmas]) => lemmas.length > 0));
  }
}
