import { decodeEntity } from './entities.js';
import type { Part } from './mappedText.js';
import { isProse, type ProseKind, ProseUnit } from './unit.js';

/** Characters of scripts that are written without spaces, and their punctuation. */
const UNSPACED = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u');
const BEGINS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

/** Puts units together out of stretches of a source, in order; white space that holds a line break becomes a join. */
export class UnitBuilder {
  readonly units: ProseUnit[] = [];
  #parts: { start: number; end: number; text?: string }[] = [];
  /** A line break lies between the last part and whatever comes next. */
  #broken = true;
  /** Something that was left out does, too. */
  #leftOut = false;

  /** @param focus only units that hold this offset are kept */
  constructor(
    readonly source: string,
    readonly focus?: number,
  ) {}

  /** Reads source[start, end) as it stands, but for its line breaks. */
  keep(start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.#broken) {
        while (at < end && isSpace(this.source.charCodeAt(at))) at++;
        if (at === end) return;
        this.#join(at);
      }
      let stop = at;
      while (stop < end && !isLineBreak(this.source.charCodeAt(stop))) stop++;
      this.#parts.push({ start: at, end: stop });
      if (stop < end) this.space();
      at = stop + 1;
    }
  }

  /** Reads `text` in place of source[start, end). */
  put(start: number, end: number, text: string): void {
    if (this.#broken) this.#join(start, text);
    this.#parts.push({ start, end, text });
  }

  /** Reads the character that an entity of HTML stands for; one that is not known stays as it is. */
  entity(start: number, end: number): void {
    const character = decodeEntity(this.source.slice(start, end));
    if (character === undefined) this.keep(start, end);
    else if (/^\s+$/.test(character)) this.space();
    else if (character !== '') this.put(start, end, character);
  }

  /** Whatever comes next is set off from what was before by one space. */
  space(): void {
    for (let last = this.#parts.at(-1); last && last.text === undefined; last = this.#parts.at(-1)) {
      while (last.end > last.start && isSpace(this.source.charCodeAt(last.end - 1))) last.end--;
      if (last.end > last.start) break;
      this.#parts.pop();
    }
    this.#broken = true;
  }

  /** Something is left out here. The space before it is not read twice, and before a comma not at all. */
  leaveOut(): void {
    const last = this.#parts.at(-1);
    const spaced = last && last.text === undefined && isSpace(this.source.charCodeAt(last.end - 1));
    if (!spaced && !this.#broken) return;
    this.space();
    this.#leftOut = true;
  }

  /** Ends the unit. One without letters and digits is dropped. */
  flush(kind: ProseKind): void {
    const parts = this.#parts;
    this.#parts = [];
    this.#broken = true;
    this.#leftOut = false;
    const [first, last] = [parts[0], parts.at(-1)];
    if (!first || !last) return;
    if (this.focus !== undefined && (this.focus < first.start || this.focus > last.end)) return;
    if (isProse(this.source, parts)) this.units.push(new ProseUnit(this.source, kind, parts));
  }

  /** Closes the gap before `next`. */
  #join(next: number, text?: string): void {
    this.#broken = false;
    const last: Part | undefined = this.#parts.at(-1);
    if (!last) return;
    const before = last.text ?? this.source.slice(Math.max(last.start, last.end - 2), last.end);
    const behind = text ?? this.source.slice(next, next + 2);
    const unspaced = ENDS_UNSPACED.test(before) && BEGINS_UNSPACED.test(behind);
    const tight = unspaced || (this.#leftOut && /^[,.;:!?)\]}]/.test(behind));
    this.#leftOut = false;
    this.#parts.push({ start: last.end, end: next, text: tight ? '' : ' ' });
  }
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** ASCII's white space and controls, no-break and ideographic spaces, the byte order mark. */
function isSpace(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0x3000 || code === 0xfeff;
}
