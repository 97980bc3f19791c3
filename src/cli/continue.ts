import { ClozeError } from '../core/errors.js';
import { type Continuations, LEAST_EVIDENCE } from '../core/methods/continuation.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { tellUnfamiliar } from './familiarity.js';
import { givenText } from './given.js';
import { loadParams } from './load.js';

const MARKER = '[GAP]';

/** `cloze continue`: words that are missing at a place of a text. */
export const continueCommand: Command = {
  name: 'continue',
  usage: 'cloze continue TEXT|FILE|- [--top 5] [--always] [--model NAME|DIR] [--json]',
  summary:
    `One to three words for the ${MARKER} in TEXT, or its end, that fit what is before and behind it; none where nothing\n` +
    '      seems to be missing, unless with --always.',
  options: { values: ['top', 'model'], flags: ['always'] },

  async run(line, io) {
    const top = line.whole('top', 5);
    const given = await givenText(line, 'cloze continue');
    const [left = '', right = '', ...more] = given.split(MARKER);
    if (more.length > 0) throw new ClozeError('bad-request', `There is more than one ${MARKER} in the text.`);
    const least = line.flag('always') ? Number.NEGATIVE_INFINITY : LEAST_EVIDENCE;
    const request = { text: left + right, offset: left.length, top, least };
    return withEngine(io, loadParams(line, io), async (engine, info) => {
      await tellUnfamiliar(engine, io, [request.text]);
      const result = await engine.call('continueAt', { ...request, lane: 'interactive' });
      io.out(line.flag('json') ? json(info, result) : table(info, result));
      return 0;
    });
  },
};

function json({ name, device }: ModelInfo, { suggestions, evidence }: Continuations): string {
  return `${JSON.stringify({ model: name, device, evidence: evidence ?? null, suggestions })}\n`;
}

function table({ name, device }: ModelInfo, { suggestions, evidence }: Continuations): string {
  const rows = suggestions.map(({ words, logprob }) => `${logprob.toFixed(2).padStart(8)}  ${words}\n`).join('');
  const none =
    evidence === undefined ? 'No word can begin there.\n' : rows === '' ? 'Nothing seems to be missing.\n' : '';
  const told = evidence === undefined ? '' : `evidence ${evidence.toFixed(2)} nats that something is missing; `;
  return `${rows}${none}\n${told}${name} on ${device}\n`;
}
