import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { built } from '../support/built.js';
import { cloze } from '../support/cli.js';
import { run } from '../support/processes.js';

const GOLDEN = 'test/fixtures/golden/bert';
const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-cli-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** A copy of the golden folder with another `cases.json`. */
function withCases(change: (cases: { cases: Record<string, never>[] }) => unknown): string {
  const folder = mkdtempSync(path.join(temporary, 'golden'));
  cpSync(GOLDEN, folder, { recursive: true });
  const file = path.join(folder, 'cases.json');
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
  return folder;
}

describe('cloze fill', () => {
  it('prints words with their probabilities, and what computed them', async () => {
    const { code, stdout, stderr } = await cloze(['fill', 'It was a very good [MASK].', '--top', '3']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^( +\d+\.\d % {2}\S+ *\n){3}\ncloze-bert-en on cpu, [\d.]+ ms\n$/);
    expect(stderr).toBe('');
  });

  it('prints one JSON value and nothing else with --json', async () => {
    const text = 'A [MASK] and a <mask>.';
    const { stdout } = await cloze(['fill', '-', '--top', '2', '--json'], { stdin: text });
    const { masks, ...rest } = JSON.parse(stdout);
    expect(rest).toMatchObject({ model: 'cloze-bert-en', device: 'cpu' });
    expect(masks.map(({ start, end }: { start: number; end: number }) => text.slice(start, end))).toEqual([
      '[MASK]',
      '<mask>',
    ]);
    expect(masks[0].candidates).toHaveLength(2);
  });

  it('fails when its output cannot be written, not when nobody reads it to the end', async (context) => {
    if (process.platform !== 'linux') context.skip('needs /dev/full');
    const shell = (end: string) =>
      run('/bin/bash', [
        '-o',
        'pipefail',
        '-c',
        `"$0" "$1" fill "A good [MASK]." ${end}`,
        process.execPath,
        built('cli.cjs'),
      ]);
    const full = await shell('> /dev/full');
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/^cloze: The output cannot be written: ENOSPC/);
    expect(await shell('| true')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('takes another spelling of the mask', async () => {
    const { code, stdout } = await cloze(['fill', 'A good ____.', '--mask', '____', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).masks).toHaveLength(1);
  });

  it.each([
    [['fill', 'no mask here'], 2, /no \[MASK\]/],
    [['fill'], 2, /takes one text/],
    [['fill', 'a [MASK]', 'more'], 2, /takes one text/],
    [['fill', 'a [MASK]', '--top', '0'], 2, /--top takes a whole number/],
    [['fill', 'a [MASK]', '--top', 'many'], 2, /--top takes a whole number/],
    [['fill', 'a [MASK]', '--device', 'abacus'], 2, /--device takes cpu or webgpu/],
    [['fill', 'a [MASK]', '--colour'], 2, /--colour/],
    [
      ['fill', 'a [MASK]', '--model', '/nonexistent'],
      2,
      /no model and no folder.*Models: cloze-bert-en, stopgap-bert-en/,
    ],
    [['fill', 'a [MASK]', '--top', '-3'], 2, /--top takes a whole number above 0, not "-3"/],
    [['fill', 'a [MASK]', '--model', 'test'], 2, /no config\.json/],
    [['fill', 'a [MASK]', '--model', 'test/fixtures/golden/bert'], 2, /neither tokenizer\.json nor vocab\.txt/],
    [['fill', 'a [MASK]', '--model', 'test/fixtures/golden/bert-model'], 2, /neither tokenizer\.json nor vocab\.txt/],
    [['dance'], 2, /no command dance/],
    [['eval', 'dance'], 2, /cloze eval takes mlm or .* or words, not "dance"/],
    [['score', 'nowhere.txt'], 2, /no file "nowhere\.txt"/],
    [['verify'], 2, /takes one folder/],
    [['verify', '/nonexistent'], 2, /cases\.json/],
    [['verify', GOLDEN, '--tolerance', '-1'], 2, /--tolerance/],
    [['verify', GOLDEN, '--tolerance=-1'], 2, /--tolerance takes a number from 0/],
    [['verify', 'models/cloze-bert-en'], 2, /cases\.json/],
  ])('%j ends with %i and says why on standard error alone', async (args, expected, reason) => {
    const { code, stdout, stderr } = await cloze([...args, '--json']);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/^cloze: .*\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(expected);
  });

  it('explains itself', async () => {
    expect(await cloze(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('cloze verify DIR') });
    expect(await cloze(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await cloze([])).toMatchObject({ code: 2, stdout: expect.stringContaining('cloze fill TEXT') });
    for (const args of [
      ['fill', '--help'],
      ['help', 'fill'],
      ['fill', 'a', '--help'],
    ]) {
      const { code, stdout } = await cloze(args);
      expect(code).toBe(0);
      expect(stdout.match(/^ {2}cloze \S+/gm)).toEqual(['  cloze fill']);
    }
  });

  it.each([
    [['eval', '--help'], 0],
    [['help', 'eval'], 0],
    [['eval'], 2],
  ])('%j lists what can be measured, and ends with %i', async (args, expected) => {
    const { code, stdout } = await cloze(args);
    expect(code).toBe(expected);
    const names = [...stdout.matchAll(/^ {2}cloze (.+?) (?:FILE|DIR) .*\n {6}\S/gm)].map((match) => match[1]);
    expect(names.sort()).toEqual(
      ['blimp', 'gaps', 'mlm', 'spans', 'sts', 'swords', 'words'].map((kind) => `eval ${kind}`),
    );
  });
});

describe('cloze verify', () => {
  it.each(['bert', 'albert', 'bert-legacy', 'bert-model', 'bert-untied'])('passes golden %s', async (name) => {
    const { code, stdout } = await cloze(['verify', `test/fixtures/golden/${name}`, '--json']);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ cases: 7, tolerance: 5e-5, passed: true });
    const outputs = Object.values<{ largest: number }>(result.outputs);
    expect(outputs.length).toBeGreaterThan(5);
    expect(outputs.every(({ largest }) => largest > 0 && largest < 5e-5)).toBe(true);
    expect(code).toBe(0);
  });

  it('prints the largest difference of each output, and fails above the tolerance', async () => {
    const { code, stdout } = await cloze(['verify', GOLDEN, '--tolerance', '1e-6']);
    expect(stdout).toMatch(/^FAIL {2}hidden_states\.1 +\d\.\d+e-6/m);
    expect(stdout).toMatch(/^ok {4}attentions\.0/m);
    expect(stdout).toMatch(/NOT within 0\.000001 over 7 cases/);
    expect(code).toBe(1);
  });

  it('compares in fp32 alone', async () => {
    const { code, stderr } = await cloze(['verify', GOLDEN, '--precision', 'int8']);
    expect(code).toBe(2);
    expect(stderr).toContain('in fp32');
  });

  it('sees one wrong number, a missing output and a wrong shape', async () => {
    const changes: ((outputs: Record<string, { shape: number[]; data: number[] }>) => void)[] = [
      (outputs) => {
        const data = outputs['pooler_output']?.data as number[];
        data[0] = (data[0] as number) + 1e-4;
      },
      (outputs) => {
        outputs['no_such_output'] = { shape: [1], data: [0] };
      },
      (outputs) => {
        const tensor = outputs['pooler_output'] as { shape: number[] };
        tensor.shape = tensor.shape.toReversed();
      },
    ];
    for (const change of changes) {
      const folder = withCases((value) => {
        change((value.cases[0] as Record<string, never>)['outputs'] as never);
        return value;
      });
      const { code, stdout } = await cloze(['verify', folder, '--json']);
      expect(JSON.parse(stdout).passed).toBe(false);
      expect(code).toBe(1);
    }
  });

  it.each<[string, (inputs: Record<string, unknown>, outputs: Record<string, unknown>) => void, RegExp]>([
    ['ids outside the vocabulary', (inputs) => Object.assign(inputs, { input_ids: tensor([1, 1], [96]) }), /96/],
    ['negative ids', (inputs) => Object.assign(inputs, { input_ids: tensor([1, 1], [-1]) }), /-1/],
    [
      'a segment that is not there',
      (inputs) => Object.assign(inputs, { token_type_ids: tensor([1, 7], Array(7).fill(2)) }),
      /segment 2/,
    ],
    ['an empty batch', (inputs) => Object.assign(inputs, { input_ids: tensor([0, 0], []) }), /shape/],
    [
      'too many tokens',
      (inputs) => Object.assign(inputs, { input_ids: tensor([1, 25], Array(25).fill(5)) }),
      /25 tokens/,
    ],
    [
      'inputs of different shapes',
      (inputs) => Object.assign(inputs, { attention_mask: tensor([1, 2], [1, 1]) }),
      /attentionMask/,
    ],
    ['an unknown input', (inputs) => Object.assign(inputs, { perm_mask: tensor([1], [0]) }), /perm_mask/],
    [
      'nothing to compare with',
      (_, outputs) => {
        for (const name of Object.keys(outputs)) delete outputs[name];
      },
      /no outputs/,
    ],
    ['no tensor', (inputs) => Object.assign(inputs, { input_ids: [1, 2] }), /not a tensor/],
  ])('refuses %s', async (_, change, reason) => {
    const folder = withCases((value) => {
      const { inputs, outputs } = value.cases[0] as Record<string, never>;
      change(inputs as never, outputs as never);
      return value;
    });
    const { code, stderr } = await cloze(['verify', folder]);
    expect(stderr).toMatch(reason);
    expect(code).toBe(2);
  });
});

function tensor(shape: number[], data: number[]) {
  return { shape, data };
}
