import type { Tokenizer as NativeTokenizer } from 'tokenizers';
import { ClozeError, messageOf } from '../core/errors.js';
import { short } from '../core/json.js';
import type { Encoding, SpecialToken } from '../core/maskedModel.js';
import type { Piece } from '../core/pieces.js';
import { Vocabulary } from '../core/vocabulary.js';
import { codePointToUtf16 } from './utf16.js';
import type { Scheme } from './wordpiece.js';

type Span = readonly [start: number, end: number];

/** Text to pieces, over the native Hugging Face library; never pads, never truncates. */
export class Tokenizer {
  /** The checkpoint's own mask token, when it has one. */
  readonly mask?: SpecialToken;
  readonly vocabulary: Vocabulary;
  readonly #special: ReadonlySet<number>;

  /** @throws Error from the native library when the definition is unusable */
  constructor(
    private readonly native: NativeTokenizer,
    private readonly scheme: Scheme,
    roles: { readonly mask?: string },
  ) {
    // Published files often carry both: one pads everything to 128 tokens.
    native.disablePadding();
    native.disableTruncation();
    const mask = this.#role(roles.mask);
    if (mask) native.addSpecialTokens([mask.text]); // so that it stays in one piece wherever it stands
    if (mask) this.mask = mask;
    this.#special = specialIds(native);
    this.vocabulary = new Vocabulary(
      native.getVocabSize(true),
      (id) => this.#piece(id),
      (text) => native.getNormalizer()?.normalizeString(text).trim() ?? text,
    );
  }

  /** @throws ClozeError `bad-checkpoint` when the tokenizer's definition does not hold for the text */
  async encode(text: string, pair?: string): Promise<Encoding> {
    const encoding = await this.native.encode(text, pair).catch((error: unknown) => {
      const reason = short(messageOf(error));
      throw new ClozeError('bad-checkpoint', `The model's tokenizer failed: ${reason}.`, { cause: error });
    });
    const maps = [codePointToUtf16(text), codePointToUtf16(pair ?? '')];
    const sequences = encoding.getSequenceIds().map((id) => (id === 0 || id === 1 ? id : undefined));
    const spans = encoding.getOffsets().map(([start = 0, end = 0], i): Span => {
      const map = maps[sequences[i] ?? -1];
      return map ? [map(start), map(end)] : [0, 0];
    });
    return {
      ids: Int32Array.from(encoding.getIds()),
      types: Int32Array.from(encoding.getTypeIds()),
      spans: spans.map((span, i) => {
        const sequence = sequences[i];
        const next = sequences[i + 1] === sequence ? spans[i + 1]?.[0] : undefined;
        return sequence === undefined ? span : withMarks(span, sequence === 0 ? text : (pair ?? ''), next);
      }),
      sequences,
      words: encoding.getWordIds().map((word) => word ?? undefined),
    };
  }

  /** What the piece `id` is; undefined for ids without one. */
  #piece(id: number): Piece | undefined {
    const token = this.native.idToToken(id);
    if (token === null) return undefined;
    if (this.#special.has(id)) return { id, text: token, role: 'special' };
    if (this.scheme.kind === 'wordpiece') {
      const { prefix } = this.scheme;
      const inside = token.startsWith(prefix) && token.length > prefix.length;
      return { id, text: inside ? token.slice(prefix.length) : token, role: inside ? 'inside' : 'start' };
    }
    const { mark } = this.scheme;
    const starts = token.startsWith(mark);
    return { id, text: starts ? token.slice(mark.length) : token, role: starts ? 'start' : 'joined' };
  }

  #role(token: string | undefined): SpecialToken | undefined {
    const id = token === undefined ? null : this.native.tokenToId(token);
    return token === undefined || id === null ? undefined : { text: token, id };
  }
}

/** Normalisation composes or drops accents, and the library then leaves them out of the span of their letter. */
function withMarks([start, end]: Span, text: string, next = text.length): Span {
  const marks = /^\p{M}+/u.exec(text.slice(end, next))?.[0].length ?? 0;
  return [start, start === end ? end : end + marks];
}

/** Tokens that never come from ordinary text: what the tokenizer adds, and what BERT's vocabulary keeps in reserve. */
function specialIds(native: NativeTokenizer): Set<number> {
  const ordinary = native.getVocab(false);
  const all = native.getVocab(true);
  const reserved = (token: string) =>
    /^\[unused\d+\]$/.test(token) || /^(\[(PAD|UNK|CLS|SEP|MASK)\]|<\/?[a-z]+>)$/.test(token);
  return new Set(
    Object.entries(all)
      .filter(([token]) => reserved(token) || !Object.hasOwn(ordinary, token))
      .map(([, id]) => id),
  );
}
