import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backgroundFor } from '../../src/catalog/background.js';
import { EngineClient } from '../../src/client/engineClient.js';
import { type Comparison, DEFAULT_METHODS, type MethodReport } from '../../src/core/comparison/comparison.js';
import { place } from '../../src/core/comparison/condensed.js';
import { difference, ranked } from '../../src/core/comparison/findings.js';
import { sampleSentences } from '../../src/core/comparison/samples.js';
import { comparisonJson } from '../../src/core/comparison/writers.js';
import { backgroundSentences } from '../../src/core/vectors/backgroundText.js';
import { built, MODEL } from '../support/built.js';
import { cloze } from '../support/cli.js';

// What is not in the cache yet sends the whole background through the model.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { texts, pairs = [] } = sampleSentences('en');
const { file: background } = backgroundFor(texts, path.resolve('models'));
const temporary = mkdtempSync(path.join(tmpdir(), 'cloze-pool-'));
const engine = new EngineClient({ script: built('engine.cjs') });

afterAll(() => {
  engine.dispose();
  rmSync(temporary, { recursive: true });
});

function file(name: string, content: string | Buffer): string {
  const target = path.join(temporary, name);
  writeFileSync(target, content);
  return target;
}

const pairsFile = () =>
  file(
    'pairs.tsv',
    `first\tsecond\tscore\n${pairs.map(({ i, j, gold }) => `${texts[i]}\t${texts[j]}\t${gold}`).join('\n')}\n`,
  );

/** The same but for rounding: how runs are batched changes how sums are rounded. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 2);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, nearly(it)]));
}

let comparison: Comparison;
beforeAll(async () => {
  engine.use({ folder: MODEL, device: 'cpu' });
  comparison = await engine.call('comparePoolings', {
    ...{ sentences: { texts, pairs }, methods: DEFAULT_METHODS, background, lane: 'interactive' },
  });
});

describe('the engine', () => {
  it('gives for every method what comparing two texts by it gives', async () => {
    for (const [m, representation] of DEFAULT_METHODS.entries()) {
      const [a, b] = [texts[0] as string, texts[5] as string];
      const { stdout } = await cloze(['similar', a, b, '--representation', representation, '--model', MODEL, '--json']);
      const [pair] = JSON.parse(stdout).similarities;
      const at = place(0, 5, texts.length);
      expect(comparison.methods[m]?.cosines[at], representation).toBeCloseTo(pair.cosine, 3);
      expect(Math.abs((comparison.methods[m]?.percentiles[at] ?? 0) - pair.percentile), representation).toBeLessThan(1);
    }
  });

  it('says how crowded every layer is, and how well it agrees', () => {
    const { poolings, meanCosine, spearman = [] } = comparison.map;
    expect(meanCosine).toHaveLength(comparison.model.layers + 1);
    for (const rows of [meanCosine, spearman]) for (const row of rows) expect(row).toHaveLength(poolings.length);
    expect(meanCosine[0]?.[poolings.indexOf('cls')], 'the embedding of [CLS] is the same in every text').toBeCloseTo(
      1,
      6,
    );
    const last = meanCosine.at(-1)?.[poolings.indexOf('mean')] ?? Number.NaN;
    const background = comparison.methods.find(({ id }) => id === 'mean')?.background.meanCosine ?? Number.NaN;
    expect(Math.abs(last - background)).toBeLessThan(0.1);
  });

  it('whitened vectors of the background are isotropic, with eigenvalues before and after', () => {
    const [before, after] = ['mean', DEFAULT_METHODS.at(-1)].map((id) => comparison.methods.find((it) => it.id === id));
    expect(after?.background.isoScore).toBeGreaterThan(0.99);
    expect(before?.background.isoScore).toBeLessThan(0.9);
    expect(before?.background.spectrum).toHaveLength(before?.dimensions ?? 0);
    expect(after?.background.spectrum).toHaveLength(after?.dimensions ?? 0);
  });

  it('leaves the compared sentences out of the background', async () => {
    const own = ['A plain sentence that is nowhere else.', 'Another one, just as plain.'];
    const [first = ''] = backgroundSentences(readFileSync(background, 'utf8'));
    const ask = (sentences: readonly string[]) =>
      engine.call('comparePoolings', {
        sentences: { texts: sentences },
        methods: ['mean'],
        background,
        lane: 'interactive',
      });
    const without = await ask(own);
    const withOne = await ask([...own, first]);
    expect(withOne.background.sentences).toBe(without.background.sentences - 1);
  });

  it('pools a text that is longer than the window in parts, and counts it', async () => {
    const sentences = { texts: ['A short sentence.', 'This one goes on and on. '.repeat(200)] };
    const { split } = await engine.call('comparePoolings', {
      sentences,
      methods: ['mean'],
      background,
      lane: 'interactive',
    });
    expect(split).toBe(1);
  });

  it('gives up when nobody waits, and serves the next', async () => {
    const controller = new AbortController();
    const sentences = { texts: Array.from({ length: 400 }, (_, i) => `Sentence ${i} of a long row of them.`) };
    const params = { sentences, methods: ['mean@1', 'max@1/bare'], background, lane: 'interactive', key: 'k' } as const;
    const asked = engine.call('comparePoolings', params, controller.signal);
    setTimeout(() => controller.abort(), 30);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    const next = await engine.call('comparePoolings', { ...params, sentences: { texts: texts.slice(0, 4) } });
    expect(next.methods.map(({ id }) => id)).toEqual(['mean@1', 'max@1/bare']);
    expect(await engine.call('comparisonProgress', { key: 'k' })).toBeUndefined();
  });

  it('leaves out what the model cannot do, and tells what it lacks', async () => {
    const sentences = { texts: texts.slice(0, 4) };
    const methods = ['mean@99', 'mean', 'mean+whiten99999'];
    const found = await engine.call('comparePoolings', { sentences, methods, background, lane: 'interactive' });
    expect(found.methods.map(({ id }) => id)).toEqual(['mean']);
    expect(found.leftOut).toEqual([
      { id: 'mean@99', lacks: 'layer' },
      { id: 'mean+whiten99999', lacks: 'dimensions' },
    ]);
  });

  it('tells how much of each text it knows', async () => {
    const sentences = { texts: ['A plain sentence.', '🎉🎉 🎊'] };
    const params = { sentences, methods: ['mean'], background, lane: 'interactive' } as const;
    const [plain, emoji] = (await engine.call('comparePoolings', params)).familiarity;
    expect(plain).toMatchObject({ unknown: 0 });
    expect(emoji?.unknown).toBe(emoji?.tokens);
    expect(emoji?.examples.join('')).toContain('🎊');
  });

  it.each([
    ['one sentence', ['One.'], ['mean'], 'Two different sentences'],
    ['no method', ['One.', 'Two.'], [], 'No pooling method'],
    ['a method that is none', ['One.', 'Two.'], ['median'], 'no sentence representation'],
    ['a layer that is not there', ['One.', 'Two.'], ['mean@99'], 'layers 0 to'],
  ])('refuses %s', async (_, own, methods, expected) => {
    const params = { sentences: { texts: own }, methods, background, lane: 'interactive' } as const;
    await expect(engine.call('comparePoolings', params)).rejects.toThrow(expected);
  });

  it('tells the tokens of a sentence and what they contribute', async () => {
    const text = 'The 👩‍🚀 astronaut reads.';
    const found = await engine.call('tokenContributions', { text, lane: 'interactive' });
    expect(found[0]).toMatchObject({ isSpecial: true });
    expect(found.at(-1)).toMatchObject({ isSpecial: true });
    const words = found.filter(({ isSpecial }) => !isSpecial).map((token) => token.text);
    for (const word of words) expect(text).toContain(word);
    expect(words.join('')).toContain('reads');
    expect(found.reduce((sum, { meanShare }) => sum + meanShare, 0)).toBeCloseTo(1, 4);
    expect(found.reduce((sum, { maxShare }) => sum + maxShare, 0)).toBeCloseTo(1, 6);
  });
});

describe('cloze pool', () => {
  it('prints the numbers of the panel, by the same function', async () => {
    const { code, stdout, stderr } = await cloze(['pool', pairsFile(), '--model', MODEL, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { disagreements: _, ...printed } = JSON.parse(stdout);
    const { disagreements: __, ...expected } = JSON.parse(JSON.stringify(comparisonJson(comparison)));
    expect(printed).toEqual(nearly(expected));
  });

  it('prints a table, best first', async () => {
    const { stdout } = await cloze(['pool', pairsFile(), '--methods', 'cls,mean,mean+whiten16']);
    const values = [...stdout.matchAll(/^\S+ +(-?\d\.\d{3}) \[/gm)].map(([, value]) => Number(value));
    expect(values).toHaveLength(3);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(stdout).toContain('Where the methods disagree most');
  });

  it('takes the lines of a text, without gold scores', async () => {
    const { code, stdout } = await cloze([
      'pool',
      file('lines.txt', 'One line here.\n\nTwo lines here.\n'),
      '--methods',
      'mean',
    ]);
    expect(code).toBe(0);
    expect(stdout).not.toContain('Spearman');
  });

  it.each([
    ['no file', ['pool'], 'takes one file'],
    ['a file that is not there', ['pool', path.join(temporary, 'none.tsv')], 'cannot be read'],
    ['one column', ['pool', file('two.csv', 'one,two\n'), '--columns', '1'], 'two columns of texts'],
    ['columns of a text', ['pool', file('some.txt', 'One.\nTwo.\n'), '--columns', '1,2'], 'for files of pairs'],
    ['columns in doubt', ['pool', file('doubt.csv', 'one text,another text,a third one\n')], 'give --columns'],
    [
      'columns that are not there',
      ['pool', file('two.csv', 'one,two\n'), '--columns', '1,7'],
      'numbers of columns, 1 to 2',
    ],
    [
      'a method to hold others against that is not there',
      ['pool', pairsFile(), '--against', 'max@1'],
      'one of the methods',
    ],
    ['an empty file', ['pool', file('empty.txt', '')], 'Two different sentences'],
    ['a file that is not UTF-8', ['pool', file('latin.txt', Buffer.from([0x63, 0xe9]))], 'no text in UTF-8'],
  ])('refuses %s', async (_, args, expected) => {
    const { code, stdout, stderr } = await cloze(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(expected);
  });

  it('holds the methods against the best one, or another', async () => {
    const { stdout } = await cloze(['pool', pairsFile(), '--methods', 'cls,mean,max', '--against', 'max@last']);
    expect(stdout).toContain('Spearman less that of max [95 %]');
    expect(stdout).toMatch(/^ {2}cls +-?\d\.\d{3} \[-?\d\.\d{3}, -?\d\.\d{3}\]$/m);
    const { stdout: json } = await cloze(['pool', pairsFile(), '--methods', 'cls,mean,max', '--json']);
    const { methods, best } = JSON.parse(json) as { methods: MethodReport[]; best: Record<string, unknown> };
    const [first, next] = ranked(methods) as [MethodReport, MethodReport];
    expect(best).toMatchObject({ method: first.id, next: next.id });
    expect(difference(first, next)?.value).toBeCloseTo(
      (first.gold?.spearman.value ?? 0) - (next.gold?.spearman.value ?? 0),
      12,
    );
    expect(best['isClear'] === false).toBe(stdout.includes('No clear winner'));
  });

  it('tells what is left out, what is not rated and what is not known, before the answer', async () => {
    const pairs = ['A text here.\tAnother one.\t3', 'A third text.\t🎉🎊\tn/a', '\tAlone.\t1', 'One.\tTwo.\t2', ''];
    const own = file('notes.tsv', pairs.join('\n'));
    const args = ['pool', own, '--columns', '1,2,3', '--methods', 'mean,mean@99', '--model', MODEL, '--json'];
    const { code, stdout, stderr } = await cloze(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).pairs.map(({ gold }: { gold?: number }) => gold)).toEqual([3, undefined, 2]);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'cloze: Rows without two texts, which are left out: 1.',
      'cloze: Rows without a number as gold score, such as "n/a": 1. Their pairs are compared, but not rated.',
      expect.stringMatching(/^cloze: The model knows no token of text 4/),
      expect.stringMatching(/^cloze: mean@99 is left out: the model has the layers 0 to \d+\.$/),
    ]);
  });

  it('takes the columns that it is told', async () => {
    const { code, stdout } = await cloze([
      ...['pool', file('three.csv', 'a text here,b text here,c text here,5\nd text here,e text here,f text here,1\n')],
      ...['--columns', '1,3,4', '--methods', 'mean', '--json'],
    ]);
    expect(code).toBe(0);
    const { texts: own, pairs: given } = JSON.parse(stdout);
    expect(given.map(({ i, j, gold }: { i: number; j: number; gold: number }) => [own[i], own[j], gold])).toEqual([
      ['a text here', 'c text here', 5],
      ['d text here', 'f text here', 1],
    ]);
  });
});
