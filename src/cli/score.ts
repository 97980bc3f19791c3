import { ClozeError } from '../core/errors.js';
import { PLL_METHODS, type PllMethod } from '../core/methods/pll.js';
import type { ScoredSentence, ScoredWord } from '../core/methods/score.js';
import { type Totals, totalsOf } from '../core/methods/scoreTotals.js';
import type { ModelInfo } from '../protocol/engine.js';
import { type Command, withEngine } from './command.js';
import { tellUnfamiliar } from './familiarity.js';
import { givenText } from './given.js';
import { loadParams } from './load.js';

/** `cloze score`: how likely the model finds each word of a text. */
export const scoreCommand: Command = {
  name: 'score',
  usage: 'cloze score TEXT|FILE|- [--method word-l2r|original|whole-word] [--model NAME|DIR] [--json]',
  summary:
    'The pseudo-log-likelihood of each word of a text, in nats; its sentences, its pseudo-perplexity, and what the\n' +
    '      model would rather have in place of a word.',
  options: { values: ['method', 'model'] },

  async run(line, io) {
    const method = line.oneOf('method', PLL_METHODS);
    const text = await givenText(line, 'cloze score');
    return withEngine(io, loadParams(line, io), async (engine, info) => {
      await tellUnfamiliar(engine, io, [text]);
      const [sentences = []] = await engine.call('score', {
        texts: [{ text }],
        method,
        guesses: 1,
        lane: 'interactive',
      });
      if (sentences.length === 0) throw new ClozeError('bad-request', 'There is no word in the text.');
      const scored = { info, method, text, sentences };
      io.out(line.flag('json') ? json(scored) : table(scored));
      return 0;
    });
  },
};

interface Scored {
  readonly info: ModelInfo;
  readonly method: PllMethod;
  readonly text: string;
  readonly sentences: readonly ScoredSentence[];
}

function json({ info, method, text, sentences }: Scored): string {
  const listed = sentences.map(({ start, end, seen, words }) => ({
    ...{ start, end, seen, total: totalsOf(words) },
    words: words.map((word) => ({ text: text.slice(word.start, word.end), ...word })),
  }));
  const total = totalsOf(sentences.flatMap(({ words }) => words));
  return `${JSON.stringify({ model: info.name, device: info.device, method, total, sentences: listed })}\n`;
}

function table({ info, method, text, sentences }: Scored): string {
  const blocks = sentences.map(({ start, end, words }) => {
    const width = Math.max(...words.map((word) => word.end - word.start));
    const rows = words.map((word) => row(text.slice(word.start, word.end), word, width));
    return [text.slice(start, end).replace(/\s+/g, ' '), ...rows, sum(totalsOf(words)), ''];
  });
  const all = totalsOf(sentences.flatMap(({ words }) => words));
  const lines = [
    ...blocks.flat(),
    ...(sentences.length > 1 ? [`All ${sentences.length} sentences`, sum(all), ''] : []),
    ...cuts(info, sentences),
    `${info.name} on ${info.device}, ${method}`,
  ];
  return `${lines.join('\n')}\n`;
}

function row(text: string, { logprob, tokens, guesses }: ScoredWord, width: number): string {
  const pieces = tokens.length > 1 ? `  ${tokens.map((token) => token.text).join('|')}` : '';
  const [guess] = guesses ?? [];
  const rather = guess ? `  rather ${guess.text} (${guess.logprob.toFixed(2)})` : '';
  const end = pieces + rather;
  return `${logprob.toFixed(2).padStart(9)}  ${end ? text.padEnd(width) : text}${end}`;
}

function sum({ logprob, words, tokens, pseudoPerplexity, wordPseudoPerplexity }: Totals): string {
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  return (
    `${logprob.toFixed(2).padStart(9)}  in ${count(words, 'word')}, ${count(tokens, 'token')}; ` +
    `pseudo-perplexity ${pseudoPerplexity.toFixed(1)} a token, ${wordPseudoPerplexity.toFixed(1)} a word`
  );
}

/** What the model did not see. */
function cuts({ maxTokens }: ModelInfo, sentences: readonly ScoredSentence[]): string[] {
  if (sentences.every(({ seen }) => seen === 'text')) return [];
  const parts = sentences.filter(({ seen }) => seen === 'part').length;
  return [
    `The text is longer than the model's window of ${maxTokens} tokens: it saw each sentence with as many of its`,
    `neighbours as the window holds${parts > 0 ? `, and ${parts} longer than the window in parts` : ''}.`,
    '',
  ];
}
