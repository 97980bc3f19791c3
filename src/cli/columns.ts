/** Characters that take two columns of a terminal: Unicode's East Asian width W and F, by their blocks, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A text on one line in exactly so many columns of a terminal, 1 or more: cut off or padded with spaces. */
export function fitted(text: string, columns: number): string {
  const parts = Array.from(GRAPHEMES.segment(text.trim().replace(/\s+/g, ' ')), ({ segment }) => segment);
  const all = parts.reduce((sum, part) => sum + widthOf(part), 0);
  if (all <= columns) return parts.join('') + ' '.repeat(columns - all);
  let line = '';
  let left = columns - 1;
  for (const part of parts) {
    if (widthOf(part) > left) break;
    left -= widthOf(part);
    line += part;
  }
  return `${line}…${' '.repeat(left)}`;
}

function widthOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}
