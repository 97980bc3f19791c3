import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { cloze } from '../support/cli.js';

const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-cli-replace-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const target = path.join(temporary, name);
  writeFileSync(target, content);
  return target;
}

const TEXT = 'He walked slowly to an old church on the hill.';

describe('cloze replace', () => {
  it('prints words, what becomes of the article, and what computed them', async () => {
    const { code, stdout, stderr } = await cloze(['replace', TEXT, '--word', '6', '--top', '20']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const rows = stdout.split('\n').slice(0, 20);
    for (const row of rows) {
      expect(row).toMatch(
        /^ +-?\d+\.\d\d {2}(?:[aeiou][a-z]*|[b-df-hj-np-tv-z][a-z]* +"an" becomes "a"|[uh][a-z]*.*)$/,
      );
    }
    expect(stdout).toMatch(/\n\ncloze-bert-en on cpu, [\d.]+ ms\n$/);
  });

  it('prints one JSON value with edits that can be made', async () => {
    const { stdout } = await cloze(['replace', '-', '--at', '3,9', '--top', '3', '--json'], { stdin: TEXT });
    const { replacements, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      ...{ model: 'cloze-bert-en', device: 'cpu', milliseconds: expect.any(Number) },
      ...{ start: 3, end: 9 },
    });
    expect(replacements).toHaveLength(3);
    for (const { word, edits, score, signals } of replacements) {
      expect(edits).toEqual([{ start: 3, end: 9, text: word }]);
      expect(score).toEqual(expect.any(Number));
      expect(Object.values(signals).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([
    [['replace', TEXT], /either --word or --at/],
    [['replace', TEXT, '--word', '1', '--at', '0,2'], /either --word or --at/],
    [['replace', TEXT, '--word', '0'], /--word takes a whole number above 0/],
    [['replace', TEXT, '--word', '11'], /has 10 words, not 11/],
    [['replace', TEXT, '--at', '3'], /--at takes two whole numbers/],
    [['replace', TEXT, '--at', '3,9,12'], /--at takes two whole numbers/],
    [['replace', TEXT, '--at', '3,900'], /no (?:word|range)/],
    [['replace', TEXT, '--at', '2,3'], /no word/],
    [['replace', TEXT, '--word', '1', '--top', '0'], /--top/],
    [['replace'], /takes one text/],
  ])('%j ends with 2 and says why', async (args, reason) => {
    const { code, stdout, stderr } = await cloze(args);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('cloze eval swords', () => {
  const words = ['house', 'river', 'garden', 'train', 'station', 'morning', 'teacher', 'school'];
  const others = ['home', 'stream', 'field', 'bus', 'stop', 'evening', 'master', 'college'];
  /** For each word what people would put there, and words that they would not. */
  const swords = {
    contexts: Object.fromEntries(
      words.map((word, i) => [`c:0${i}`, { context: `We saw the ${word} from the street.` }]),
    ),
    targets: Object.fromEntries(
      words.map((target, i) => [`t:${i}`, { context_id: `c:0${i}`, target, offset: 11, pos: 'NOUN', extra: {} }]),
    ),
    substitutes: Object.fromEntries(
      words.flatMap((_, i) => others.map((substitute, j) => [`s:${i}.${j}`, { target_id: `t:${i}`, substitute }])),
    ),
    substitute_labels: Object.fromEntries(
      words.flatMap((_, i) =>
        others.map((_other, j) => [`s:${i}.${j}`, i === j ? ['TRUE', 'TRUE'] : ['FALSE', 'TRUE', 'FALSE', 'FALSE']]),
      ),
    ),
  };
  const json = JSON.stringify(swords);

  it('measures rankings and answers, and tunes; the same from a gzipped file', async () => {
    const run = async (name: string, content: string | Uint8Array) => {
      const { stdout, stderr } = await cloze(['eval', 'swords', file(name, content), '--tune', '--json']);
      expect(stderr).toBe('');
      const { generation, ...rest } = JSON.parse(stdout);
      const { millisecondsEach, ...answers } = generation;
      expect(millisecondsEach).toBeGreaterThan(0);
      return { ...rest, generation: answers };
    };
    const result = await run('swords.json', json);
    expect(result).toMatchObject({ model: 'cloze-bert-en', device: 'cpu', precision: 'fp32', seed: 1 });
    expect(result.ranking.targets).toBe(8);
    const { blend, plain, blendMinusPlain, alone } = result.ranking;
    expect(blendMinusPlain.value).toBeCloseTo(blend.value - plain.value, 10);
    expect(Object.keys(alone)).toEqual(['plain', 'pair', 'tokens', 'word', 'rest']);
    expect(result.generation).toMatchObject({ targets: 8, copies: 0 });
    expect(result.tuning.halves.map((half: { targets: number }) => half.targets)).toEqual([4, 4]);
    expect(await run('swords.json.gz', gzipSync(json))).toEqual(result);
  });

  it('prints a table', async () => {
    const { code, stdout } = await cloze(['eval', 'swords', file('table.json', json), '--limit', '2']);
    expect(code).toBe(0);
    const interval = String.raw`-?[\d.]+ %  \[-?[\d.]+, -?[\d.]+\]`;
    expect(stdout).toMatch(new RegExp(`\\(2 targets\\).*\n  blend +${interval}\n  plain mask +${interval}\n`));
    expect(stdout).toMatch(/\n {2}copies of the target +0\.00 %\n/);
    expect(stdout).toMatch(/\n\ncloze-bert-en on cpu in fp32, seed 1\n$/);
  });

  it.each([
    [[], /takes one file/],
    [['none.json'], /none\.json cannot be read/],
    [[file('no.json', '{')], /no\.json cannot be read/],
    [[file('other.json', '{"contexts": {}}')], /not in the format of SWORDS/],
    [
      [file('empty.json', JSON.stringify({ contexts: {}, targets: {}, substitutes: {}, substitute_labels: {} }))],
      /no target/,
    ],
    [[file('some.json', json), '--limit', '0'], /--limit/],
  ])('%j ends with 2 and says why', async (args, reason) => {
    const { code, stdout, stderr } = await cloze(['eval', 'swords', ...args]);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
