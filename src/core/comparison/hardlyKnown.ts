import type { Familiarity } from '../methods/unfamiliar.js';
import { isStrange } from '../vectors/states.js';

/** Some texts by their numbers, 0 ..., and what stands in them that the tokenizer does not know, each once. */
export interface TextsWith {
  readonly texts: readonly number[];
  readonly examples: readonly string[];
}

/** Texts of which what the model says is to be doubted; each is in one group at most. */
export interface HardlyKnown {
  /** Many of their tokens are unknown. */
  readonly strange: TextsWith;
  /** They seem to be in a language that the model was not made for. */
  readonly foreign: TextsWith;
  /** Some token of theirs is unknown. */
  readonly gaps: TextsWith;
}

export function hardlyKnown(familiarity: readonly Familiarity[]): HardlyKnown {
  const groups = familiarity.map((it) => {
    if (isStrange(it) || it.unfamiliar?.what === 'script') return 'strange';
    if (it.unfamiliar) return 'foreign';
    return it.unknown > 0 ? 'gaps' : undefined;
  });
  const of = (group: 'strange' | 'foreign' | 'gaps') => {
    const texts = [...familiarity.keys()].filter((i) => groups[i] === group);
    return { texts, examples: [...new Set(texts.flatMap((i) => familiarity[i]?.examples ?? []))] };
  };
  return { strange: of('strange'), foreign: of('foreign'), gaps: of('gaps') };
}
