import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODEL } from '../support/built.js';
import { temporaryFolder } from '../support/checkpoints.js';
import { cloze } from '../support/cli.js';

const A = 'A man is playing a guitar.';
const B = 'Someone is playing an instrument.';

/** Background sentences take a small model less time. */
const SMALL = ['--model', MODEL];

async function withCache(): Promise<{ env: NodeJS.ProcessEnv }> {
  return { env: { CLOZE_CACHE: await temporaryFolder() } };
}

describe('cloze similar', () => {
  it('tells of two texts their cosine, its percentile, and what it rests on', async () => {
    const { code, stdout, stderr } = await cloze(
      ['similar', A, B, '--representation', 'mean', ...SMALL],
      await withCache(),
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cosine {2}\d\.\d{4} {3}percentile {2}\d+\.\d\nmost alike {6}.+\nmost different {2}.+\n/);
    expect(stdout).toMatch(/\nmean, .+ on cpu, \d+ ms\n/);
    expect(stdout).toMatch(
      /\nTheir mean cosine is 0\.\d{3}; 2000 sentences, at least \d{4} pairs for each percentile\.\n$/,
    );
  });

  it('tells of the lines of a file all similarities, and leaves compared sentences out of the background', async () => {
    const file = path.join(await temporaryFolder(), 'lines.txt');
    const background = await readFile(path.join(MODEL, '..', 'background', 'en.txt'), 'utf8');
    const known = background.split('\n')[7] as string;
    await writeFile(file, `${A}\n\n${B}\r\n${known}\n`);
    const options = ['--representation', 'first-last+whiten16', '--json', ...SMALL];
    const { stdout } = await cloze(['similar', '--file', file, ...options], await withCache());
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      representation: 'first-last+whiten16',
      background: { language: 'en', sentences: 1999 },
      texts: [{ text: A }, { text: B }, { text: known }],
    });
    expect(result.similarities.map(({ a, b }: { a: number; b: number }) => `${a}${b}`)).toEqual(['12', '13', '23']);
    expect(result.similarities[0].cosine).toBeGreaterThan(result.similarities[1].cosine);
    const table = await cloze(['similar', '--file', '-', ...SMALL], {
      ...(await withCache()),
      stdin: `${A}\n${B}\n${known}\n`,
    });
    expect(table.stdout).toMatch(
      /^Cosines below the diagonal, percentiles above\n +\d +\d +\d\n( +\d( +(-|-?[\d.]+)){3} {3}.+\n){3}/,
    );
  });

  it('tells of many texts the pairs that are most alike, in lines that fit, and all as JSON', async () => {
    const folder = await temporaryFolder();
    const background = await readFile(path.join(MODEL, '..', 'background', 'en.txt'), 'utf8');
    const file = path.join(folder, 'many.txt');
    await writeFile(file, `${background.split('\n').slice(0, 12).join('\n')}\n${A}\n${A}\n`);
    const options = { env: { CLOZE_CACHE: folder } };
    const args = ['similar', '--file', file, '--representation', 'mean', ...SMALL];
    const { stdout } = await cloze(args, options);
    expect(stdout).toMatch(/^cosine {2}percentile\n 1\.000 +100\.0 {2}13 A man .* 14 A man .*\n( +-?\d.*\n){19}\n/);
    expect(stdout).toContain('\nThe 20 most alike of 91 pairs; more with --top, all with --json.\n');
    const rows = stdout.split('\n').slice(0, 22);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
    expect((await cloze([...args, '--top', '3'], options)).stdout).toContain('\nThe 3 most alike of 91 pairs');
    expect(JSON.parse((await cloze([...args, '--json'], options)).stdout).similarities).toHaveLength(91);
  });

  it('says first, and instead of numbers, that the model knows nothing of a text', async () => {
    const options = await withCache();
    const unknown = '😀 😁';
    const two = await cloze(['similar', unknown, B, '--representation', 'mean', ...SMALL], options);
    expect(two.stderr).toBe('cloze: The model knows no token of text 1. Do not trust the answer.\n');
    expect(two.stdout).toMatch(/^Nothing can be said of how alike they are\.\n\nstopgap-bert-en on cpu\n$/);
    const three = await cloze(['similar', unknown, A, B, '--representation', 'mean', ...SMALL], options);
    expect(three.stdout.match(/ \?/g)).toHaveLength(4);
    expect(three.stdout).toContain('\n?: the model knows no token of one of the two.\n');
    const list = await cloze(['similar', unknown, A, B, '--top', '9', '--representation', 'mean', ...SMALL], options);
    expect(list.stdout).toMatch(
      /The 1 most alike of 1 pairs; .*\nTexts of which the model knows no token are left out\./,
    );
    const { texts } = JSON.parse((await cloze(['similar', unknown, B, '--json', ...SMALL], options)).stdout);
    expect(texts[0]).toMatchObject({ tokens: 2, unknown: 2 });
  });

  it('takes the texts of files', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'a.txt'), A);
    const options = { env: { CLOZE_CACHE: folder } };
    const ask = async (first: string) =>
      JSON.parse((await cloze(['similar', first, B, '--representation', 'mean', '--json', ...SMALL], options)).stdout);
    expect((await ask(path.join(folder, 'a.txt'))).similarities).toEqual((await ask(A)).similarities);
  });

  it('says when a text was split', async () => {
    const long = `${A} `.repeat(100);
    const { stdout } = await cloze(['similar', long, B, '--representation', 'mean', ...SMALL], await withCache());
    expect(stdout).toMatch(/Text 1 is longer than the model's window: \d+ parts, pooled by token count\./);
  });

  it.each([
    [['only one'], 'two or more texts'],
    [['a', 'b', '--representation', 'median'], '"median" is no sentence representation'],
    [['a', 'b', '--representation', 'mean@99'], 'not 99'],
    [['a', ' '], 'Text 2 is blank'],
    [['a', '--file', 'x'], 'either texts or --file'],
    [['--file', '/nowhere'], 'cannot be read'],
    [['a', 'nowhere.txt'], 'There is no file "nowhere.txt"'],
    [['a', 'b', '--top', '-3'], '--top takes a whole number above 0, not "-3"'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await cloze(['similar', ...args]);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('cloze eval sts', () => {
  const pairs = [
    ['A cat sat on the mat.', 'A cat sat on a mat.', 5],
    ['A dog ran home.', 'A dog walked home.', 4],
    ['He plays the piano.', 'He plays the violin.', 2.5],
    ['The market fell.', 'A cat sat on the mat.', 0],
    ['She wrote a book.', 'The train was late.', 0.5],
  ];
  const text = pairs.map((cells) => cells.join('\t')).join('\n');

  it('ranks representations, the default of the model among them', async () => {
    const options = { ...(await withCache()), stdin: text };
    const { stdout, stderr } = await cloze(['eval', 'sts', '-', '--json', ...SMALL], options);
    expect(stderr).toBe('');
    const { results, ...facts } = JSON.parse(stdout);
    expect(facts).toMatchObject({ pairs: 5, seed: 1, protocol: { spearman: 'all' } });
    expect(results.map((it: { representation: string }) => it.representation)).toEqual(
      expect.arrayContaining(['cls', 'mean', 'first-last', 'first-last+whiten']),
    );
    for (const { spearman } of results) {
      expect(Math.abs(spearman.value)).toBeLessThanOrEqual(1);
      // Of five pairs drawn anew, one pair alone may be five times there: then there is no correlation.
      expect(spearman.low).toBeNull();
    }
    const given = ['eval', 'sts', '-', '--representation', 'mean,cls', '--limit', '3'];
    const table = await cloze(given, options);
    expect(table.stdout).toMatch(
      /^representation .+\n(mean|cls) .+\n(mean|cls) .+\n\nSpearman x 100, protocol "all".+, 3 pairs\n/,
    );
  });

  it('tries the grid, and keeps what it chooses as the default of the model', async () => {
    const model = path.join(await temporaryFolder(), 'model');
    await cp(MODEL, model, { recursive: true });
    await writeFile(path.join(model, 'cloze.json'), '{"representation": "cls"}');
    const options = { ...(await withCache()), stdin: text };
    const { stdout } = await cloze(['eval', 'sts', '-', '--grid', '--save', '--model', model], options);
    expect(stdout).toMatch(/Spearman x 100 by layer, raw\n +0 +1 /);
    const choice = /\nChosen: (\S+)\n/.exec(stdout)?.[1];
    expect(JSON.parse(await readFile(path.join(model, 'cloze.json'), 'utf8'))).toEqual({ representation: choice });
    const { stdout: compared } = await cloze(['similar', A, B, '--model', model, '--json'], options);
    expect(JSON.parse(compared).representation).toBe(choice);
  });

  it('refuses what cannot be', async () => {
    const model = path.join(await temporaryFolder(), 'model');
    await cp(MODEL, model, { recursive: true });
    await writeFile(path.join(model, 'cloze.json'), '{"representation": "best"}');
    const bad = await cloze(['similar', A, B, '--model', model]);
    expect(bad).toMatchObject({ code: 2, stdout: '' });
    expect(bad.stderr).toContain('cloze.json: "representation" is "best"');
    expect((await cloze(['eval', 'sts', '-', '--save'], { stdin: text })).stderr).toContain('--save needs --grid');
    expect((await cloze(['eval', 'sts', '-'], { stdin: 'a\tb' })).code).toBe(2);
  });
});
