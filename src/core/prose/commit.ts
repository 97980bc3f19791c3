import { MappedText, type Part } from './mappedText.js';
import { plainUnits } from './markdown.js';
import { type ProseUnit, unitsOf } from './unit.js';

/** The prose of a message to Git: without the remarks that Git takes out, and trailers such as `Signed-off-by: ...`. */
export function commitUnits(text: string, focus?: number): ProseUnit[] {
  const scissors = text.search(/^# -+ >8 -+/m);
  const message = scissors < 0 ? text : text.slice(0, scissors);
  const parts: Part[] = [];
  let at = 0;
  for (const line of message.split('\n')) {
    const prose = !line.startsWith('#') && !/^[A-Z][\w-]{0,40}-[Bb]y: /.test(line);
    if (prose) parts.push({ start: at, end: at + line.length });
    if (at + line.length < message.length) {
      parts.push({ start: at + line.length, end: at + line.length + 1, text: prose ? '\n' : '' });
    }
    at += line.length + 1;
  }
  return unitsOf(new MappedText(text, parts), plainUnits, focus);
}
