import { ClozeError } from '../core/errors.js';
import type { Span } from '../core/masks.js';
import type { Replacement } from '../core/methods/replace.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { tellUnfamiliar } from './familiarity.js';
import { givenText } from './given.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';

/** `cloze replace`: words for another that keep the sense. */
export const replaceCommand: Command = {
  name: 'replace',
  usage: 'cloze replace TEXT|FILE|- --word N|--at START,END [--top 5] [--model NAME|DIR] [--json]',
  summary:
    'Other words for the Nth word of a text, or for that at START,END (UTF-16 units), which keep the sense: in its\n' +
    '      inflection, and with "a" or "an" before it mended.',
  options: { values: ['word', 'at', 'top', 'model'] },

  async run(line, io) {
    const top = line.whole('top', 5);
    const text = await givenText(line, 'cloze replace');
    const span = spanOf(line, text);
    return withEngine(io, loadParams(line, io), async (engine, info) => {
      await tellUnfamiliar(engine, io, [text]);
      const started = performance.now();
      const replacements = await engine.call('replace', { text, span, top, lane: 'interactive' });
      const milliseconds = performance.now() - started;
      io.out(
        line.flag('json')
          ? `${JSON.stringify({ model: info.name, device: info.device, milliseconds, ...span, replacements: replacements.map(known) })}\n`
          : table(info, text, replacements, milliseconds),
      );
      return 0;
    });
  },
};

/** @throws ClozeError `bad-request` */
function spanOf(line: CommandLine, text: string): Span {
  if ((line.text('word') === undefined) === (line.text('at') === undefined)) {
    throw new ClozeError('bad-request', 'cloze replace takes either --word or --at.');
  }
  const [start, end, more] = line.wholes('at', [], 'two whole numbers, START,END', 0);
  if (line.text('at') !== undefined) {
    if (start !== undefined && end !== undefined && more === undefined) return { start, end };
    throw new ClozeError('bad-request', '--at takes two whole numbers, START,END.');
  }
  const number = line.whole('word', 1);
  const words = [...new Intl.Segmenter('und', { granularity: 'word' }).segment(text)].filter((it) => it.isWordLike);
  const word = words[number - 1];
  if (!word) throw new ClozeError('bad-request', `The text has ${words.length} words, not ${number}.`);
  return { start: word.index, end: word.index + word.segment.length };
}

/** Without the signals that are unknown. */
function known({ signals, ...replacement }: Replacement) {
  return {
    ...replacement,
    signals: Object.fromEntries(Object.entries(signals).filter(([, value]) => !Number.isNaN(value))),
  };
}

function table({ name, device }: ModelInfo, text: string, replacements: readonly Replacement[], milliseconds: number) {
  const width = Math.max(0, ...replacements.map(({ word }) => word.length));
  const rows = replacements.map(({ word, score, edits }) => {
    const [article] = edits.length > 1 ? edits : [];
    const mended = article ? `   "${text.slice(article.start, article.end)}" becomes "${article.text}"` : '';
    return `${score.toFixed(2).padStart(8)}  ${mended ? word.padEnd(width) : word}${mended}\n`;
  });
  return `${rows.join('')}\n${name} on ${device}, ${milliseconds.toFixed(1)} ms\n`;
}
