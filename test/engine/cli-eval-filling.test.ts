import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cloze } from '../support/cli.js';

const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-cli-filling-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const SENTENCES = [
  'The cat sat on the mat and looked at the dog in the garden.',
  'In the morning she went to the station and took the first train to London.',
  'It was built in the nineteenth century and is now a museum.',
];
const text = path.join(temporary, 'text.txt');
writeFileSync(text, Array.from({ length: 8 }, () => SENTENCES.join('\n')).join('\n\n'));

describe('cloze eval spans', () => {
  it('prints what each method finds, and how much better the joint one is', async () => {
    const { code, stdout, stderr } = await cloze(['eval', 'spans', text, '--length', '2']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const interval = String.raw`-?\d+\.\d+ \(-?\d+\.\d+ to -?\d+\.\d+\)`;
    expect(stdout).toMatch(/^2 tokens, 8 spans\n/);
    for (const method of ['independent', 'greedy', 'joint']) {
      expect(stdout).toMatch(new RegExp(String.raw`\n  ${method} +${interval} +${interval} +\d+\.\d ms\n`));
    }
    for (const method of ['independent', 'greedy']) {
      expect(stdout).toMatch(new RegExp(`\n  joint less ${method} +${interval} +${interval} *\n`));
    }
    expect(stdout).toMatch(/\ncloze-bert-en on cpu in fp32, seed 1\n$/);
  });

  it('prints one JSON value with --json, the same each time, for either half', async () => {
    const run = async (...args: string[]) => {
      const { stdout } = await cloze(['eval', 'spans', text, '--json', ...args]);
      const { results, ...facts } = JSON.parse(stdout);
      expect(facts).toEqual({ model: 'cloze-bert-en', device: 'cpu', precision: 'fp32', window: 128, seed: 1 });
      return results.map(({ methods, ...rest }: { methods: Record<string, { milliseconds: number }> }) => {
        for (const result of Object.values(methods)) expect(result.milliseconds).toBeGreaterThan(0);
        const exact = { ...rest, methods: Object.values(methods).map(({ milliseconds: _, ...result }) => result) };
        // What is computed together, and so how sums are rounded, depends on when requests come.
        return JSON.parse(
          JSON.stringify(exact, (_, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)),
        );
      });
    };
    const first = await run('--half', 'first');
    expect(first.map(({ length, spans }: { length: number; spans: number }) => [length, spans])).toEqual([
      [2, 4],
      [3, 4],
    ]);
    expect(await run('--half', 'first')).toEqual(first);
    expect((await run('--half', 'second', '--limit', '3', '--length', '3'))[0].spans).toBe(3);
  });

  it.each([
    [[], /takes one file/],
    [[text, '--length', '5'], /--length takes whole numbers from 1 to 4/],
    [[text, '--half', 'third'], /--half takes first or second, not "third"/],
    [[text, '--limit', '0'], /--limit/],
    [['none.txt'], /none\.txt cannot be read/],
  ])('%j is refused', async (args, reason) => {
    const { code, stdout, stderr } = await cloze(['eval', 'spans', ...args]);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('cloze eval words', () => {
  it('prints by the number of pieces how often a word is found', async () => {
    const { code, stdout } = await cloze(['eval', 'words', text, '--limit', '6']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pieces +words +first, % +first without prior, % +first five, % +log p\n/);
    expect(stdout).toMatch(/\n +all +6 .*\n/);
    expect(stdout).toMatch(/\nFirst candidates of 1, 2, 3, 4 pieces: .* %, .* %, .* %, .* %\n/);
    const { stdout: json } = await cloze(['eval', 'words', text, '--limit', '6', '--json']);
    const { rows } = JSON.parse(json);
    expect(rows.at(-1).words).toBe(6);
    expect(rows.at(-1).logprob.value).toBeLessThan(0);
  });

  it.each([
    [[], /takes one file/],
    [[text, '--seed', '-1'], /--seed/],
  ])('%j is refused', async (args, reason) => {
    const { code, stderr } = await cloze(['eval', 'words', ...args]);
    expect(stderr).toMatch(reason);
    expect(code).toBe(2);
  });
});
