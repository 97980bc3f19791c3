import type { MaskedModel, TokenRow } from '../maskedModel.js';
import type { Span } from '../masks.js';
import { rolesAfter } from '../pieces.js';
import { isEnglishAround } from './english.js';
import { filled, type Gap } from './gap.js';
import { inLetterCase, letterCaseOf } from './letterCase.js';
import { ordinaryOf } from './ordinary.js';
import type { ReplaceContext } from './replaceContext.js';
import { EnglishForms, type Form } from './replaceForms.js';
import { searchWords } from './words.js';

/** What may stand in place of a word. */
export interface ReplaceCandidate {
  /** As it is written there. */
  readonly text: string;
  /** What it is a form of, in lower case. */
  readonly lemmas: readonly string[];
  /** That are scored; at least one. */
  readonly tokens: readonly number[];
  /** Whether it was put together out of pieces that no word of the vocabulary vouches for. */
  readonly isBuilt: boolean;
}

/** Letters only; more than one where single ones are no words. */
const PLAIN_WORD = /^(?!\p{Script=Latin}$)[\p{L}\p{M}]+$/u;
/** So many tokens are looked at of either list. */
const PROPOSED = 256;
/** So many forms of several tokens are taken, the first: each costs a run for each of its tokens. */
const LONG_FORMS = 24;
/**
 * Words of several tokens are proposed that are as likely as this many of one, and no longer than so many tokens. On
 * SWORDS dev these change nothing; as likely as 256 loses (F10 lenient 8.5 % for 9.3 %) and takes half as long again.
 */
const AS_LIKELY = 24;
const MOST_TOKENS = 3;
const BEAM = 6;

/**
 * Words of the vocabulary that the model finds likely where the word is masked, or where it is left as it is (which
 * finds words like it; Zhou et al. 2019), and words of several tokens that are as likely; in an English text, in the inflection of the word, which may take several
 * tokens. Written with capitals as the word is; nothing for one like "iPhone". Forms of the word itself are none.
 */
export async function replaceCandidates(
  model: MaskedModel,
  context: ReplaceContext,
  text: string,
  span: Span,
): Promise<ReplaceCandidate[]> {
  const word = text.slice(span.start, span.end);
  const before = text.slice(Math.max(0, span.start - 200), span.start);
  const letterCase = letterCaseOf(word);
  const formsOf = formsFor(model, word.toLowerCase(), isEnglishAround(text, span) ? before : undefined);
  const proposed = letterCase === 'mixed' ? [] : await proposals(model, context, before);
  const built = new Set<string>();
  const forms = new Map<string, Form>();
  for (const { text: proposal, isBuilt } of proposed) {
    if (letterCase === 'lower' && proposal !== proposal.toLowerCase()) continue; // a name
    for (const form of formsOf(proposal.toLowerCase())) {
      if (forms.has(form.text)) continue;
      forms.set(form.text, form);
      if (isBuilt) built.add(form.text);
    }
  }
  // Words all in capitals are seldom in a vocabulary, and their spelling says nothing of how well they fit.
  const scored = [...forms.keys()].map((form) => (letterCase === 'upper' ? form : inLetterCase(form, letterCase)));
  const tokens = await context.tokensOf(scored);
  const isLong = (it: readonly number[], form: string) => it.length > 1 && !built.has(form);
  let long = 0;
  return [...forms.values()].flatMap(({ text: form, lemmas }, i) => {
    const own = tokens[i];
    if (!own || (isLong(own, form) && ++long > LONG_FORMS)) return [];
    return [{ text: inLetterCase(form, letterCase), lemmas, tokens: own, isBuilt: built.has(form) }];
  });
}

/** @param before the English text before the word; undefined in other languages */
function formsFor(
  { vocabulary }: MaskedModel,
  word: string,
  before: string | undefined,
): (candidate: string) => Form[] {
  if (before === undefined) {
    return (candidate) => (candidate === word ? [] : [{ text: candidate, lemmas: [candidate] }]);
  }
  const has = (text: string) =>
    [text, inLetterCase(text, 'title')].some((spelled) => vocabulary.find(spelled, 'start') !== undefined);
  const forms = new EnglishForms(word, before, has);
  return (candidate) => forms.formsLike(candidate);
}

interface Proposal {
  readonly text: string;
  readonly isBuilt: boolean;
}

/** Words, from each list in turn, the likeliest first. */
async function proposals(model: MaskedModel, { plain, word }: ReplaceContext, before: string): Promise<Proposal[]> {
  const top = Math.min(PROPOSED, model.vocabulary.size);
  const places = [plain.before.ids.length];
  const answers = await model.predict(
    [[model.mask.id], word].map((tokens) => ({ ...filled(plain, tokens), places, top })),
  );
  const roles = rolesAfter(before);
  const [masked = [], kept = []] = answers.map(([row]) =>
    Array.from((row as TokenRow).ids, (id) => model.vocabulary.piece(id)).filter(
      (piece) => piece !== undefined && roles.includes(piece.role) && PLAIN_WORD.test(piece.text),
    ),
  );
  const words = Array.from({ length: top }, (_, i) => [kept[i]?.text, masked[i]?.text]).flat();
  const known = [...new Set(words.filter((text) => text !== undefined))];
  const built = await builtWords(model, plain, before);
  return [...known.map((text) => ({ text, isBuilt: false })), ...built.map((text) => ({ text, isBuilt: true }))];
}

/** Words of several tokens for a gap, the likeliest first, as likely as some of one. */
async function builtWords(model: MaskedModel, gap: Gap, before: string): Promise<string[]> {
  const slot = { start: 0, end: 0, prefix: '', suffix: '', roles: rolesAfter(before), touches: false };
  const { prior } = await ordinaryOf(model);
  const search = { top: AS_LIKELY, pieces: MOST_TOKENS, beam: BEAM, prior };
  const { words } = await searchWords(model, gap, slot, [], search);
  return words.flatMap(({ text, tokens }) => (tokens.length > 1 && PLAIN_WORD.test(text) ? [text] : []));
}
