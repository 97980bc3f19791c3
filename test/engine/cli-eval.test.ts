import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyGolden } from '../support/checkpoints.js';
import { cloze } from '../support/cli.js';

const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-cli-eval-'));
afterAll(() => rmSync(temporary, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const target = path.join(temporary, name);
  writeFileSync(target, content);
  return target;
}

const SENTENCES = [
  'The cat sat on the mat and looked at the dog in the garden.',
  'In the morning she went to the station and took the first train to London.',
  'It was built in the nineteenth century and is now a museum.',
];
/** Two documents of several paragraphs each. */
const TEXT = [0, 1].map((d) => Array.from({ length: 9 }, (_, i) => SENTENCES[(i + d) % 3]).join('\n')).join('\n\n');
const text = file('text.txt', TEXT);

describe('cloze eval mlm', () => {
  it('prints a row a length, and what computed them', async () => {
    const { code, stdout, stderr } = await cloze(['eval', 'mlm', text, '--lengths', '16,64', '--seed', '3']);
    expect(code).toBe(0);
    const share = String.raw`\d+\.\d\d ± \d+\.\d\d %`;
    const row = String.raw`\d+ +\d+ +${share} +\d+\.\d\d % +\d+\.\d{3} +\d+ +${share}`;
    expect(stdout).toMatch(/^length +sequences +tokens +top-1 +top-5 +loss +words +word top-1\n/);
    expect(stdout).toMatch(new RegExp(`\n +16 +${row}\n +64 +${row}\n\n`));
    expect(stdout).toMatch(/\ncloze-bert-en on cpu in fp32, seed 3, [\d.]+ s\n$/);
    expect(stderr).toBe('');
  });

  it('prints one JSON value and nothing else with --json, the same each time and from standard input', async () => {
    const run = async (args: string[], stdin = '') => {
      const { stdout } = await cloze(['eval', 'mlm', ...args, '--lengths', '32', '--json'], { stdin });
      const { results, ...rest } = JSON.parse(stdout);
      expect(rest).toEqual({ model: 'cloze-bert-en', device: 'cpu', precision: 'fp32', seed: 1 });
      expect(results).toHaveLength(1);
      const { milliseconds, ...result } = results[0];
      expect(milliseconds).toBeGreaterThan(0);
      return result;
    };
    const result = await run([text]);
    expect(Object.keys(result)).toEqual([
      'length',
      'sequences',
      'tokens',
      'top1',
      'top1Margin',
      'top5',
      'loss',
      'words',
      'wordTop1',
      'wordTop1Margin',
    ]);
    expect(result.length).toBe(32);
    expect(result.top1).toBeLessThan(result.top5);
    const again = await run(['-'], TEXT.replaceAll('\n', '\r\n'));
    expect(again).toEqual({ ...result, loss: again.loss });
    expect(again.loss).toBeCloseTo(result.loss, 5); // how sequences are batched changes how sums are rounded
    expect((await run([text, '--limit', '2'])).sequences).toBe(2);
  });

  it.each([
    [['eval'], /cloze eval takes mlm/],
    [['eval', 'dance', text], /cloze eval takes mlm or .*, not "dance"/],
    [['eval', 'mlm'], /takes one file/],
    [['eval', 'mlm', text, text], /takes one file/],
    [['eval', 'mlm', 'none.txt'], /none\.txt cannot be read/],
    [['eval', 'mlm', text, '--lengths', '16,'], /--lengths takes whole numbers from 3, .*, not "16,"/],
    [['eval', 'mlm', text, '--lengths', '2'], /--lengths/],
    [['eval', 'mlm', text, '--lengths', '16.5'], /--lengths/],
    [['eval', 'mlm', text, '--lengths', '16,129'], /takes 128 tokens, not 129/],
    [['eval', 'mlm', text, '--seed', '-1'], /--seed/],
    [['eval', 'mlm', text, '--seed', '4294967296'], /--seed takes a whole number from 0 to 4294967295/],
    [['eval', 'mlm', text, '--limit', '0'], /--limit takes a whole number above 0/],
    [['eval', 'mlm', text, '--top', '5'], /--top/],
    [['eval', 'mlm', text, '--model', '/nonexistent'], /no folder/],
    [['eval', 'mlm', file('short.txt', 'A few words.\n\nNo more.')], /too short/],
    [['eval', 'mlm', file('empty.txt', '\n')], /holds no text/],
    [['eval', 'mlm', file('binary.bin', Uint8Array.of(0, 1, 2, 255))], /no text in UTF-8/],
  ])('%j ends with 2 and says why on standard error alone', async (args, reason) => {
    const { code, stdout, stderr } = await cloze([...args, '--json']);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/^cloze: .*\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('refuses a model that cannot fill masks', async () => {
    const folder = await copyGolden('bert-model');
    const pieces = Array.from({ length: 96 }, (_, i) => `w${i}`);
    pieces.splice(0, 5, '[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]');
    await writeFile(path.join(folder, 'vocab.txt'), `${pieces.join('\n')}\n`);
    const { code, stderr } = await cloze(['eval', 'mlm', text, '--lengths', '16', '--model', folder]);
    expect(stderr).toMatch(/cannot fill masks: its weights have no head for that/);
    expect(code).toBe(2);
  });
});
