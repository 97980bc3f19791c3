import { ClozeError } from '../core/errors.js';
import type { Ranked, RankRequest } from '../core/methods/rank.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { tellUnfamiliar } from './familiarity.js';
import { givenText } from './given.js';
import { loadParams } from './load.js';

/** `cloze rank`: which of several words fits best in its place. */
export const rankCommand: Command = {
  name: 'rank',
  usage: 'cloze rank TEXT|FILE|- [--model NAME|DIR] [--json]',
  summary:
    'Ranks the alternatives in TEXT, written [affect|effect], [MASK:affect|effect] or [in front of|behind], by what the\n' +
    '      model gives them in their place; beside that, what it gives the whole sentence with each.',
  options: { values: ['model'] },

  async run(line, io) {
    const given = await givenText(line, 'cloze rank');
    const request = alternativesIn(given);
    return withEngine(io, loadParams(line, io), async (engine, info) => {
      await tellUnfamiliar(engine, io, [given]);
      const ranked = await engine.call('rank', { ...request, lane: 'interactive' });
      io.out(line.flag('json') ? json(info, ranked) : table(info, ranked));
      return 0;
    });
  },
};

/**
 * The alternatives between square brackets and bars, which stand at one place of a text.
 * @returns the text with the first of them there
 * @throws ClozeError `bad-request` when there is no such place, or several
 */
export function alternativesIn(given: string): RankRequest {
  const [match, ...more] = given.matchAll(/\[(?:MASK:)?([^[\]|]*(?:\|[^[\]|]*)+)\]/g);
  const bad = (what: string) => new ClozeError('bad-request', what);
  if (!match) throw bad('There are no alternatives in the text, such as [affect|effect].');
  if (more.length > 0) throw bad('There are alternatives at several places; one can be ranked at a time.');
  const alternatives = (match[1] as string).split('|').map((alternative) => alternative.trim());
  const [first = ''] = alternatives;
  if (alternatives.includes('')) throw bad(`One of the alternatives ${match[0]} is empty.`);
  const { index } = match;
  return {
    text: given.slice(0, index) + first + given.slice(index + match[0].length),
    span: { start: index, end: index + first.length },
    alternatives,
  };
}

function json({ name, device }: ModelInfo, alternatives: readonly Ranked[]): string {
  return `${JSON.stringify({ model: name, device, alternatives })}\n`;
}

function table({ name, device }: ModelInfo, ranked: readonly Ranked[]): string {
  const rows = ranked.map(({ text, inPlace, sentence }) => [
    inPlace ? `${(100 * inPlace.share).toFixed(1)} %` : '-',
    inPlace ? inPlace.difference.toFixed(2) : '-',
    inPlace ? inPlace.logprob.toFixed(2) : '-',
    inPlace ? `${inPlace.tokens}` : '-',
    sentence.toFixed(2),
    text,
  ]);
  const all = [['share', 'to the best', 'in place', 'pieces', 'sentence', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const lines = all.map((cells) =>
    cells
      .map((cell, column) => cell.padStart(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const apart = ranked.some(({ inPlace }) => !inPlace)
    ? '-: the tokenizer has no pieces for it, or joins it with what is around it\n'
    : '';
  return `${lines.join('\n')}\n${apart}${name} on ${device}; log-probabilities in nats\n`;
}
