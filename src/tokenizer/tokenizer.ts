import type { Tokenizer as NativeTokenizer } from 'tokenizers';
import { ClozeError, messageOf } from '../core/errors.js';
import { short } from '../core/json.js';
import type { Encoding, SpecialToken } from '../core/maskedModel.js';
import type { Piece } from '../core/pieces.js';
import { Vocabulary } from '../core/vocabulary.js';
import { ReadEncoding } from './encoding.js';
import type { Scheme } from './wordpiece.js';

/** So many texts are tokenised at the same time: one that a person waits for must not stand in line behind many. */
const AT_ONCE = 32;

interface Roles {
  readonly mask?: string;
  /** The tokens that the definition lists by name, and whether each is special. */
  readonly added: ReadonlyMap<string, boolean>;
}

/** Text to pieces, over the native Hugging Face library; never pads, never truncates. */
export class Tokenizer {
  /** The checkpoint's own mask token, when it has one. */
  readonly mask?: SpecialToken;
  readonly vocabulary: Vocabulary;
  /** Tokens besides the ordinary vocabulary, by id. */
  readonly #added: ReadonlyMap<number, Piece>;

  /** @throws Error from the native library when the definition is unusable */
  constructor(
    private readonly native: NativeTokenizer,
    private readonly scheme: Scheme,
    roles: Roles,
  ) {
    // Published files often carry both: one pads everything to 128 tokens.
    native.disablePadding();
    native.disableTruncation();
    const mask = this.#role(roles.mask);
    // So that it stays in one piece wherever it stands. Added anew it would forget whether it takes the space before it.
    if (mask && !roles.added.get(mask.text)) native.addSpecialTokens([mask.text]);
    if (mask) this.mask = mask;
    this.#added = addedPieces(native, roles.added);
    this.vocabulary = new Vocabulary(
      native.getVocabSize(true),
      (id) => this.#piece(id),
      (text) => native.getNormalizer()?.normalizeString(text).trim() ?? text,
    );
  }

  /** @throws ClozeError `bad-checkpoint` when the tokenizer's definition does not hold for the text */
  async encode(text: string, pair?: string): Promise<Encoding> {
    return new ReadEncoding(await this.native.encode(text, pair).catch(fail), text, pair);
  }

  /** As `encode`, for many texts, in order. */
  async encodeAll(texts: readonly string[]): Promise<Encoding[]> {
    const encodings: Encoding[] = [];
    for (let i = 0; i < texts.length; i += AT_ONCE) {
      const some = texts.slice(i, i + AT_ONCE);
      const read = await this.native.encodeBatch(some).catch(fail);
      encodings.push(...read.map((encoding, j) => new ReadEncoding(encoding, some[j] as string)));
    }
    return encodings;
  }

  /** What the piece `id` is; undefined for ids without one. */
  #piece(id: number): Piece | undefined {
    const added = this.#added.get(id);
    if (added) return added;
    const token = this.native.idToToken(id);
    if (token === null) return undefined;
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

function fail(error: unknown): never {
  const reason = short(messageOf(error));
  throw new ClozeError('bad-checkpoint', `The model's tokenizer failed: ${reason}.`, { cause: error });
}

/**
 * What is no ordinary piece: tokens that never come from text, which are what the tokenizer adds and what BERT's
 * vocabulary keeps in reserve; and whole words that somebody added.
 */
function addedPieces(native: NativeTokenizer, added: ReadonlyMap<string, boolean>): Map<number, Piece> {
  const ordinary = native.getVocab(false);
  const pieces = new Map<number, Piece>();
  for (const [text, id] of Object.entries(native.getVocab(true))) {
    const isReserved = /^\[unused\d+\]$/.test(text) || /^(\[(PAD|UNK|CLS|SEP|MASK)\]|<\/?[a-z]+>)$/.test(text);
    const isOrdinary = Object.hasOwn(ordinary, text);
    if (!isReserved && isOrdinary) continue;
    pieces.set(id, { id, text, role: isReserved || added.get(text) !== false ? 'special' : 'start' });
  }
  return pieces;
}
