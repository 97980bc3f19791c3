import { MappedText, type Part } from './mappedText.js';

export type ProseKind = 'paragraph' | 'heading' | 'listItem' | 'tableCell' | 'comment' | 'docstring' | 'string';

/** Stands in a unit's text for what was taken out but is a word of the sentence: code, a formula, an address. */
export const PLACEHOLDER = 'X';

/**
 * Prose that is read in one go, as a model should read it: a paragraph, a heading, an item, a cell, a comment, a string.
 * Markup is left out; code, formulas and addresses inside of it are a {@link PLACEHOLDER}, so that the sentence keeps its
 * noun; a line break inside it is one space, and nothing between characters of scripts without spaces. No part of it is
 * offered for an edit that does not stand in the source (`sourceSpans`).
 */
export class ProseUnit extends MappedText {
  constructor(
    source: string,
    readonly kind: ProseKind,
    parts: readonly Part[],
  ) {
    super(source, parts);
  }
}

/**
 * Finds the prose of a text, in the order of the text.
 * @param focus only the units that hold this offset are needed; others may be left out
 */
export type Extractor = (text: string, focus?: number) => ProseUnit[];

/** The units of a text that was read out of a source, as units of the source. */
export function unitsOf(read: MappedText, extract: Extractor, focus?: number, kind?: ProseKind): ProseUnit[] {
  const inner = focus === undefined ? undefined : read.fromSource(focus);
  if (focus !== undefined && inner === undefined) return [];
  const units = extract(read.text, inner);
  return units.map((unit) => new ProseUnit(read.source, kind ?? unit.kind, read.lift(unit.parts)));
}

/** The units of text[start, end), which is read on its own. */
export function unitsWithin(text: string, start: number, end: number, extract: Extractor, focus?: number): ProseUnit[] {
  if (start === 0 && end === text.length) return extract(text, focus);
  return unitsOf(new MappedText(text, [{ start, end }]), extract, focus);
}

/** A unit holds something to read: a letter or a digit that stands in the source. */
export function isProse(source: string, parts: readonly Part[]): boolean {
  return parts.some(({ start, end, text }) => text === undefined && /[\p{L}\p{N}]/u.test(source.slice(start, end)));
}
