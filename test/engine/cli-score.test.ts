import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LEAST_EVIDENCE } from '../../src/core/methods/continuation.js';
import { cloze } from '../support/cli.js';

const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-cli-score-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function file(name: string, content: string): string {
  const target = path.join(temporary, name);
  writeFileSync(target, content);
  return target;
}

async function json(args: string[], stdin = '') {
  const { code, stdout, stderr } = await cloze([...args, '--json'], { stdin });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

/** The same but for rounding: how runs are batched changes how sums are rounded. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 4);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, nearly(it)]));
}

const TEXT = 'He was born in London. It was teh first.';

describe('cloze score', () => {
  it('prints the words of each sentence, and what they come to', async () => {
    const { stdout } = await cloze(['score', TEXT]);
    const number = String.raw` +-\d+\.\d\d`;
    expect(stdout).toMatch(new RegExp(`^He was born in London\\.\n${number}  He`));
    expect(stdout).toMatch(new RegExp(`\n${number}  teh +\\w+(\\|\\w+)*  rather \\w+ \\(-\\d+\\.\\d\\d\\)\n`));
    const sum = String.raw`in \d+ words, \d+ tokens; pseudo-perplexity [\d.]+ a token, [\d.]+ a word\n`;
    expect(stdout).toMatch(new RegExp(`\n\nIt was teh first\\.\n(.*\n)+All 2 sentences\n${number}  ${sum}`));
    expect(stdout).toMatch(/\ncloze-bert-en on cpu, word-l2r\n$/);
  });

  it('is the same from a file and from standard input', async () => {
    const result = await json(['score', TEXT]);
    expect(await json(['score', file('text.txt', TEXT)])).toEqual(nearly(result));
    expect(await json(['score', '-'], TEXT)).toEqual(nearly(result));
    const { sentences, total } = result;
    expect(sentences.map(({ start, end, seen }: Record<string, unknown>) => [start, end, seen])).toEqual([
      [0, 22, 'text'],
      [23, 40, 'text'],
    ]);
    const words = sentences.flatMap((sentence: { words: { text: string; logprob: number }[] }) => sentence.words);
    expect(words.map(({ text }: { text: string }) => text).join(' ')).toBe(
      'He was born in London . It was teh first .',
    );
    const logprobs: number[] = words.map(({ logprob }: { logprob: number }) => logprob);
    expect(total.logprob).toBeCloseTo(
      logprobs.reduce((sum, logprob) => sum + logprob, 0),
      6,
    );
    expect(total.wordPseudoPerplexity).toBeCloseTo(Math.exp(-total.logprob / 11), 6);
  });

  it('knows three ways of masking', async () => {
    const of = async (method: string) => (await json(['score', 'It was teh first.', '--method', method])).total.logprob;
    const [l2r, original, whole] = [await of('word-l2r'), await of('original'), await of('whole-word')];
    expect(new Set([l2r, original, whole]).size).toBe(3);
  });

  it('tells what the model did not see', async () => {
    const { stdout } = await cloze(['score', `${'He was born in London. '.repeat(30)}He ${'very '.repeat(200)}.`]);
    expect(stdout).toMatch(
      /longer than the model's window of 128 tokens: .*\n.*, and 1 longer than the window in parts\./,
    );
  });
});

describe('cloze rank', () => {
  it('prints the alternatives, best first', async () => {
    const { stdout } = await cloze(['rank', 'He was born [at|in|inside of] London.']);
    expect(stdout).toMatch(
      /^ *share {2}to the best {2}in place {2}pieces {2}sentence\n *[\d.]+ % +0\.00 +-[\d.]+ +1 +-[\d.]+ {2}in\n/,
    );
    expect(stdout.match(/%/g)).toHaveLength(3);
  });

  it('takes them written as a mask', async () => {
    const { alternatives } = await json(['rank', 'He was born [MASK:at|in] London.']);
    expect(alternatives.map(({ text }: { text: string }) => text)).toEqual(['in', 'at']);
  });

  it('prints them as JSON, also those that cannot be compared', async () => {
    const { alternatives } = await json(['rank', '-'], 'He [in|de]creases.');
    expect(alternatives.map((it: object) => 'inPlace' in it)).toEqual([false, false]);
    expect(alternatives[0].sentence).toBeGreaterThan(alternatives[1].sentence);
  });
});

describe('cloze continue', () => {
  it('prints words for the gap, or for the end', async () => {
    const { stdout } = await cloze(['continue', 'He was born [GAP]London in 1950.', '--top', '3']);
    expect(stdout).toMatch(
      /^ +-[\d.]+ {2}in\n( +-[\d.]+ {2}.+\n){2}\nevidence [\d.]+ nats that something is missing; /,
    );
    const { suggestions } = await json(['continue', 'He was born in', '--always']);
    expect(suggestions[0].insert).toMatch(/^ \S/);
  });

  it('prints none where nothing is missing', async () => {
    const { stdout } = await cloze(['continue', 'He was born in[GAP] London.']);
    expect(stdout).toMatch(/^Nothing seems to be missing\.\n\nevidence -?[\d.]+ nats/);
    expect((await json(['continue', 'He was born in[GAP] London.', '--always'])).suggestions).toHaveLength(5);
    expect(await json(['continue', 'Lon[GAP]don'])).toMatchObject({ evidence: null, suggestions: [] });
  });
});

describe('cloze eval blimp', () => {
  const line = (good: string, bad: string, field: string) =>
    JSON.stringify({ sentence_good: good, sentence_bad: bad, field });
  file('order.jsonl', `${line('He was born in London.', 'He born was London in.', 'syntax')}\n`.repeat(3));
  file('verb.jsonl', `${line('He was born.', 'He were born.', 'morphology')}\n`.repeat(2));
  file('notes.txt', 'no pairs');

  it('prints a line a paradigm and a field, and the average', async () => {
    const { stdout } = await cloze(['eval', 'blimp', temporary, '--limit', '2']);
    const share = String.raw` +[\d.]+ %  \[[\d.]+, [\d.]+\]\n`;
    expect(stdout).toMatch(
      new RegExp(
        `^order${share}verb${share}\nmorphology \\(1\\)${share}syntax \\(1\\)${share}average of the paradigms${share}`,
      ),
    );
    expect(stdout).toMatch(/\n4 pairs, word-l2r; cloze-bert-en on cpu in fp32, seed 1, [\d.]+ s\n$/);
    const result = await json(['eval', 'blimp', temporary, '--method', 'original']);
    expect(result).toMatchObject({ method: 'original', pairs: 5, average: { value: 1, low: 1, high: 1 } });
  });
});

describe('cloze eval gaps', () => {
  it('prints what is suggested from how much evidence', async () => {
    const text = file('prose.txt', Array.from({ length: 9 }, () => TEXT).join('\n'));
    const { stdout } = await cloze(['eval', 'gaps', text, '--limit', '10']);
    const share = String.raw`[\d.]+ % \[[\d.]+, [\d.]+\]`;
    expect(stdout).toMatch(/^ *from evidence +false inserts +something found +top-1 +top-5\n/);
    expect(stdout).toMatch(new RegExp(`\n *${LEAST_EVIDENCE} \\(default\\)( +${share}){4}\n`));
    expect(stdout).toMatch(/\n10 gaps; cloze-bert-en on cpu in fp32, seed 1, [\d.]+ s\n$/);
    const { results, gaps } = await json(['eval', 'gaps', '-', '--limit', '5'], TEXT);
    expect(gaps).toBe(5);
    expect(results[0]).toMatchObject({ least: null, found: { value: 1 } });
  });
});

describe('what the model does not know', () => {
  it.each([
    [['score', 'I love 😀.']],
    [['rank', 'I [love|like] 😀.']],
    [['continue', 'I love 😀 and[GAP] rain.']],
    [['replace', 'I love 😀.', '--word', '2']],
  ])('is told by %j', async (args) => {
    const { code, stderr } = await cloze(args);
    expect(stderr).toMatch(/^cloze: The model does not know 1 of the \d+ tokens of the text \(😀\)\..*\n$/);
    expect(code).toBe(0);
  });
});

describe('wrong arguments', () => {
  it.each([
    [['score'], /cloze score takes one text or file/],
    [['score', 'a', 'b'], /takes one text or file/],
    [['score', ' '], /There is no word in the text/],
    [['score', 'a', '--method', 'best'], /--method takes word-l2r or original or whole-word, not "best"/],
    [['rank', 'He was born in London.'], /no alternatives in the text, such as \[affect\|effect\]/],
    [['rank', 'a [b|c] [d|e]'], /alternatives at several places/],
    [['rank', 'a [b|]'], /One of the alternatives \[b\|\] is empty/],
    [['continue', 'a [GAP] b [GAP]'], /more than one \[GAP\]/],
    [['continue', 'a', '--top', '0'], /--top takes a whole number above 0/],
    [['eval', 'blimp'], /takes one folder/],
    [['eval', 'blimp', '/nonexistent'], /nonexistent cannot be read/],
    [['eval', 'blimp', mkdtempSync(path.join(temporary, 'empty-'))], /has no \*\.jsonl/],
    [['eval', 'blimp', temporary, '--limit', '0'], /--limit/],
    [['eval', 'gaps'], /takes one file/],
    [['eval', 'gaps', file('marks.txt', '... !\n')], /no words that could be deleted/],
    [['eval', 'gaps', file('prose2.txt', TEXT), '--seed', '-1'], /--seed/],
  ])('%j ends with 2 and says why on standard error alone', async (args, reason) => {
    const { code, stdout, stderr } = await cloze(args);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/^cloze: .*\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
