import { ClozeError } from '../core/errors.js';
import { findMasks, type Mask, splitCandidates } from '../core/masks.js';
import { type Candidate, FILL_METHODS, type FillMethod, MOST_PIECES } from '../core/methods/fill.js';
import type { FillResult, ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { tellUnfamiliar } from './familiarity.js';
import { givenText } from './given.js';
import { loadParams } from './load.js';
import type { CommandLine } from './options.js';

/** `cloze fill`: the words for each mask of a text. */
export const fillCommand: Command = {
  name: 'fill',
  usage:
    'cloze fill TEXT|FILE|- [--joint|--independent|--greedy] [--top 5] [--pieces 4] [--candidates A,B] [--prefix LETTERS]\n' +
    '      [--block WORDS] [--no-block-list] [--mask SPELLING] [--model NAME|DIR] [--json]',
  summary:
    'The most likely words for each [MASK] or <mask> in TEXT; for [MASK:affect|effect], how likely each of these is.\n' +
    '      Several masks are filled together (--joint), unless each is to be filled on its own (--independent), or from\n' +
    '      left to right (--greedy). --pieces: longest word, in pieces of the vocabulary; --candidates and\n' +
    '      --prefix: for a text with one mask; --block: words not to be offered, besides the usual list.',
  options: {
    values: ['top', 'model', 'mask', 'pieces', 'candidates', 'prefix', 'block'],
    flags: [...FILL_METHODS, 'no-block-list'],
  },

  async run(line, io) {
    const top = line.whole('top', 5);
    const written = await givenText(line, 'cloze fill');

    return withEngine(io, loadParams(line, io), async (engine, info) => {
      const { text, masks } = wish(line, written, [line.text('mask') ?? '', info.maskToken ?? '']);
      const method = methodFor(line, masks);
      const pieces = piecesFor(line, method);
      const blocked = splitCandidates(line.text('block') ?? '', ',');
      const offensive = line.flag('no-block-list');
      const params = { text, masks, top, method, pieces, blocked, offensive, lane: 'interactive' } as const;
      await tellUnfamiliar(engine, io, [written]);
      const result = await engine.call('fill', params);
      io.out(line.flag('json') ? json(info, method, result) : table(info, method, result, line.text('prefix') ?? ''));
      return 0;
    });
  },
};

/** The text and its masks, as the options want them. @throws ClozeError `bad-request` */
function wish(line: CommandLine, written: string, spellings: readonly string[]): { text: string; masks: Mask[] } {
  const masks = findMasks(written, spellings);
  const [only] = masks;
  if (!only) throw new ClozeError('bad-request', 'There is no [MASK] in the text.');
  for (const name of ['candidates', 'prefix']) {
    if (line.text(name) !== undefined && masks.length > 1) {
      throw new ClozeError('bad-request', `--${name} is for a text with one mask; this has ${masks.length}.`);
    }
  }
  const empty = masks.find(({ start, candidates }) => !candidates && written.startsWith('[MASK:', start));
  if (empty) {
    const spelled = written.slice(empty.start, empty.end);
    throw new ClozeError('bad-request', `${spelled} names no words to choose among; [MASK] takes any.`);
  }
  const prefix = line.text('prefix') ?? '';
  if (!/^[\p{L}\p{M}\p{N}]*$/u.test(prefix)) throw new ClozeError('bad-request', '--prefix takes letters.');
  const list = line.text('candidates');
  const candidates = list === undefined ? only.candidates : splitCandidates(list, ',');
  if (candidates?.length === 0) throw new ClozeError('bad-request', '--candidates takes words, separated by commas.');
  const moved = masks.map(({ start, end, ...rest }) => ({
    ...{ start: start + prefix.length, end: end + prefix.length },
    ...(masks.length > 1 ? rest : candidates && { candidates }),
  }));
  return { text: written.slice(0, only.start) + prefix + written.slice(only.start), masks: moved };
}

function methodFor(line: CommandLine, masks: readonly Mask[]): FillMethod {
  const [asked, ...more] = FILL_METHODS.filter((method) => line.flag(method));
  if (more.length > 0) throw new ClozeError('bad-request', `--${asked} and --${more[0]} exclude one another.`);
  return asked ?? (masks.length > 1 ? 'joint' : 'independent');
}

function piecesFor(line: CommandLine, method: FillMethod): number {
  const isAlone = method === 'independent';
  const pieces = line.whole('pieces', isAlone ? MOST_PIECES : 1, 1, MOST_PIECES);
  if (isAlone || pieces === 1) return pieces;
  throw new ClozeError(
    'bad-request',
    'Masks that are filled together take one piece each: --pieces needs --independent.',
  );
}

function json({ name, device, loadMilliseconds }: ModelInfo, method: FillMethod, result: FillResult): string {
  return `${JSON.stringify({ model: name, device, loadMilliseconds, method, ...result })}\n`;
}

function table({ name, device }: ModelInfo, method: FillMethod, result: FillResult, prefix: string): string {
  const { masks, solutions, milliseconds } = result;
  const list = solutions?.map(({ words, logprob }) => {
    return `${logprob.toFixed(2).padStart(8)}    ${words.map((word) => word ?? '[MASK]').join(' | ')}\n`;
  });
  const together = list && [`${method}, natural log of the joint probability\n${list.join('') || 'no solution\n'}`];
  const others = list ? ', while the others are as in the first solution' : '';
  const blocks = masks.map(({ candidates }, i) => {
    const heading = masks.length > 1 ? `mask ${i + 1}${others}\n` : '';
    return heading + (candidates.map((candidate) => row(candidate, prefix)).join('') || '  nothing fits\n');
  });
  return `${[...(together ?? []), ...blocks].join('\n')}\n${name} on ${device}, ${milliseconds.toFixed(1)} ms\n`;
}

/** A given candidate has its share among the others, too. */
function row({ word, probability, share, logprob, pieces }: Candidate, prefix: string): string {
  const written = prefix ? `${prefix}·${word}` : word;
  if (share === undefined) return `${percent(probability)}  ${written}\n`;
  const detail =
    pieces === 0
      ? 'unknown to the tokenizer'
      : `log-probability ${logprob.toFixed(2)} in ${pieces} piece${pieces > 1 ? 's' : ''}`;
  return `${percent(share)}  ${written}   (absolute ${(100 * probability).toPrecision(2)} %, ${detail})\n`;
}

function percent(probability: number): string {
  return `${(probability < 0.0005 ? '<0.1' : (100 * probability).toFixed(1)).padStart(6)} %`;
}
