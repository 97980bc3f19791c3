import type { Piece, PieceRole } from './pieces.js';

/** The pieces of a model, to be looked up by id and by text. */
export class Vocabulary {
  /** Those that were asked for: each look-up is a call of the native library. */
  readonly #known = new Map<number, Piece | undefined>();
  #pieces: readonly (Piece | undefined)[] | undefined;
  #byText: ReadonlyMap<string, readonly Piece[]> | undefined;

  /**
   * @param size number of ids; some may have no piece
   * @param pieceOf asked for an id when it is first needed
   * @param normalise what the tokenizer makes of a text before it splits it: without capitals, say
   */
  constructor(
    readonly size: number,
    private readonly pieceOf: (id: number) => Piece | undefined,
    readonly normalise: (text: string) => string = (text) => text,
  ) {}

  /** Undefined for ids without one. */
  piece(id: number): Piece | undefined {
    if (!this.#known.has(id)) this.#known.set(id, this.pieceOf(id));
    return this.#known.get(id);
  }

  /** All pieces, by id. */
  get pieces(): readonly (Piece | undefined)[] {
    this.#pieces ??= Array.from({ length: this.size }, (_, id) => this.piece(id));
    return this.#pieces;
  }

  /** The piece with this text and role; never a special one unless asked for. */
  find(text: string, role: PieceRole): Piece | undefined {
    this.#byText ??= grouped(this.pieces);
    return this.#byText.get(this.normalise(text))?.find((piece) => piece.role === role);
  }
}

function grouped(pieces: readonly (Piece | undefined)[]): Map<string, Piece[]> {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) {
    if (!piece) continue;
    const group = groups.get(piece.text);
    if (group) group.push(piece);
    else groups.set(piece.text, [piece]);
  }
  return groups;
}
