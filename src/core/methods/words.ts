import type { MaskedModel, TokenQuery, TokenRow } from '../maskedModel.js';
import { isUnspaced, isWord, type Piece, rolesAfter } from '../pieces.js';
import { filled, type Gap } from './gap.js';
import type { Slot } from './slots.js';

/** A word for a slot. */
export interface FoundWord {
  /** Whole, with the letters that are known. */
  readonly text: string;
  readonly tokens: readonly number[];
  /** Natural, given the number of tokens: word-l2r, as of `scoreSpans`. */
  readonly logprob: number;
}

export interface WordSearch {
  /** How many words are wanted. */
  readonly top: number;
  /** Of up to so many tokens, those of letters that are known not counted. */
  readonly pieces: number;
  /** So many beginnings of each number of tokens are followed. */
  readonly beam: number;
  /** Natural log of the probability that a word like `text` has so many tokens. */
  prior(text: string, tokens: number): number;
}

interface State {
  readonly length: number;
  readonly text: string;
  readonly tokens: readonly number[];
  readonly logprob: number;
}

const LETTERS = /^[\p{L}\p{M}\p{N}]+$/u;
/** A word of a script without spaces is no longer, in characters. */
const UNSPACED_LENGTH = 4;

/**
 * Words of one to `pieces` tokens for a gap: for each number of tokens, so many masks stand in it and are filled from
 * left to right by a beam search. With a beam of B and N tokens at most, N sequences run for the first tokens, and at
 * most B (N-1) N / 2 for the others: 52 for words of four tokens and a beam of eight. Beginnings that cannot become
 * better than the words of one token are not followed.
 * @param known the tokens of the letters before the mask, if the tokenizer knows them: a longer word that begins with
 * these letters begins with some of these tokens, or with one that goes beyond the letters
 * @returns by falling log-probability plus prior, some in a spelling that is not the tokenizer's; and the entropy of the
 * model's distribution over single tokens
 */
export async function searchWords(
  model: MaskedModel,
  gap: Gap,
  slot: Slot,
  known: readonly number[],
  { top, pieces, beam, prior }: WordSearch,
): Promise<{ readonly words: readonly FoundWord[]; readonly entropy: number }> {
  const longest = known.length + pieces;
  const rules = new WordRules(model, slot, known, pieces);
  const score = ({ text, tokens, logprob }: FoundWord) => logprob + prior(text, tokens.length);
  const found: FoundWord[] = [];
  let states = Array.from({ length: longest }, (_, i): State => ({ length: i + 1, text: '', tokens: [], logprob: 0 }));
  let least = Number.NEGATIVE_INFINITY;
  let entropy = 0;
  for (let i = 0; states.length > 0; i++) {
    const look = Math.min(model.vocabulary.size, 4 * (i === 0 ? Math.max(top, beam) : beam) + 32);
    const queries = states.map(({ text, tokens, length }): TokenQuery => {
      const masks = Array.from({ length: length - i }, () => model.mask.id);
      const targets = [rules.targets(i, text, i + 1 === length) ?? []];
      return { ...filled(gap, [...tokens, ...masks]), places: [gap.before.ids.length + i], top: look, targets };
    });
    const answers = await model.predict(queries);
    const next = states.flatMap((state, s) =>
      rules.continuations(state, answers[s]?.[0] as TokenRow, (queries[s] as TokenQuery).targets?.[0] ?? []),
    );
    found.push(...next.filter(({ length, tokens }) => tokens.length === length));
    if (i === 0) entropy = answers[0]?.[0]?.entropy as number;
    if (i === 0) least = found.map(score).sort((a, b) => b - a)[top - 1] ?? least;
    states = Array.from({ length: longest }, (_, n) => n + 1).flatMap((length) =>
      next
        .filter((state) => state.length === length && state.tokens.length < length)
        .sort((a, b) => b.logprob - a.logprob)
        .slice(0, beam)
        .filter((state) => state.logprob + prior(state.text, length) > least),
    );
  }
  return { words: found.sort((a, b) => score(b) - score(a)), entropy };
}

/** Which pieces may follow one another in the word of a slot. */
class WordRules {
  /** By the letters that are still known, the pieces that begin with them. */
  readonly #beginnings = new Map<string, number[]>();
  #ends: number[] | undefined;

  constructor(
    private readonly model: MaskedModel,
    private readonly slot: Slot,
    private readonly known: readonly number[],
    private readonly pieces: number,
  ) {}

  /** The only tokens that may stand at the place `i` behind `text`; undefined when any may. */
  targets(i: number, text: string, isLast: boolean): number[] | undefined {
    const { prefix, suffix } = this.slot;
    const rest = prefix.slice(text.length);
    if (rest !== '') {
      const cached = this.#beginnings.get(rest) ?? this.#ids((piece) => piece.text.startsWith(rest));
      this.#beginnings.set(rest, cached);
      const known = this.known[i];
      return known === undefined || cached.includes(known) ? cached : [...cached, known];
    }
    if (suffix === '' || !isLast) return undefined;
    this.#ends ??= this.#ids((piece) => piece.text.endsWith(suffix) || suffix.endsWith(piece.text));
    return this.#ends;
  }

  /** The states that follow from one when its next token is what `row` knows of: of `targets`, if there are any. */
  continuations({ length, text, tokens, logprob }: State, row: TokenRow, targets: readonly number[]): State[] {
    const ids = targets.length > 0 ? targets : row.ids;
    const logprobs = targets.length > 0 ? row.targetLogprobs : row.logprobs;
    return Array.from(ids, (id, i): State | undefined => {
      const piece = this.model.vocabulary.piece(id);
      if (!piece || !this.#mayFollow(text, piece, length)) return undefined;
      const next = text + piece.text;
      if (!this.#mayBe(next, tokens.length + 1 === length)) return undefined;
      const isUnknown = next.length > this.slot.prefix.length && text.length <= this.slot.prefix.length;
      if (isUnknown && length - tokens.length > this.pieces) return undefined;
      return { length, text: next, tokens: [...tokens, id], logprob: logprob + (logprobs[i] as number) };
    }).filter((state) => state !== undefined);
  }

  #mayFollow(text: string, piece: Piece, length: number): boolean {
    const roles = text === '' ? this.slot.roles : rolesAfter(text);
    if (!roles.includes(piece.role)) return false;
    if (length === 1) return isWord(piece.text);
    return LETTERS.test(piece.text) && (text === '' || isUnspaced(text) === isUnspaced(piece.text));
  }

  #mayBe(text: string, isWhole: boolean): boolean {
    const { prefix, suffix } = this.slot;
    if (isUnspaced(text) && [...text].length > UNSPACED_LENGTH) return false;
    if (!isWhole) return text.startsWith(prefix) || prefix.startsWith(text);
    return text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
  }

  #ids(accepts: (piece: Piece) => boolean): number[] {
    const { pieces } = this.model.vocabulary;
    return pieces.flatMap((piece, id) => (piece && piece.role !== 'special' && accepts(piece) ? [id] : []));
  }
}
