/** How a document is indented, as VS Code's options of an editor say. */
export interface Indentation {
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/** Between a mask and its word. */
export const ARROW = ' → ';
/** VS Code draws no ghost text on longer lines. */
const LONGEST_LINE = 5000;

/**
 * A snippet for the whole line of a mask that VS Code draws as ` → word` behind the mask, and that puts the word in the
 * mask's place. VS Code draws a suggestion only where it adds to the text, so what is drawn has the mask in it, as the
 * default of a variable; when it is accepted, the line is taken out first, and the variable, the line's text, is empty.
 * @param indentation VS Code rewrites the white space at the beginning of a snippet by it
 * @returns undefined where that would change more than the mask, or would not be drawn: VS Code counts a character of two
 * UTF-16 units before the mask as one
 */
export function ghostOfMask(
  line: string,
  mask: { readonly start: number; readonly end: number },
  word: string,
  indentation: Indentation,
): string | undefined {
  if (line.length > LONGEST_LINE || /[\ud800-\udfff]/.test(line.slice(0, mask.end))) return undefined;
  if (!isIndentedBy(/^\s*/.exec(line)?.[0] ?? '', indentation)) return undefined;
  const drawn = `\${TM_CURRENT_LINE:${escaped(line.slice(mask.start, mask.end) + ARROW)}}`;
  return `${escaped(line.slice(0, mask.start))}${drawn}${escaped(word)}$0${escaped(line.slice(mask.end))}`;
}

/** Whether white space is what the editor would write for it. */
function isIndentedBy(space: string, { insertSpaces, tabSize }: Indentation): boolean {
  if (insertSpaces) return !space.includes('\t');
  return !/ \t/.test(space) && !space.includes(' '.repeat(tabSize));
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
