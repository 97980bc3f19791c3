import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cosine } from '../../src/core/vectors/similarity.js';
import type { BasePooling, PooledText, StateKey } from '../../src/core/vectors/states.js';
import { engineService } from '../../src/engine/service.js';
import type { ModelInfo, TensorData } from '../../src/protocol/engine.js';
import { temporaryFolder } from '../support/checkpoints.js';
import { readingGolden, TINY_VOCABULARY } from '../support/tinyVocabulary.js';

const { signal } = new AbortController();
const lane = 'interactive';
const ids = (...pieces: string[]) => pieces.map((piece) => TINY_VOCABULARY.indexOf(piece));

/** Hidden states [S][H] of a layer, from the inspection graph. */
function rows(tensor: TensorData | undefined): number[][] {
  const [, length = 0, hidden = 0] = tensor?.shape ?? [];
  return Array.from({ length }, (_, s) => [...(tensor?.data.subarray(s * hidden, (s + 1) * hidden) ?? [])]);
}

function expectNear(got: ArrayLike<number> | undefined, expected: readonly number[]) {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(Number(got?.[i]) - value)).toBeLessThan(2e-5);
  });
}

describe.each(['bert', 'albert', 'bert-model'] as const)('states of %s', (name) => {
  const engine = engineService();
  let info: ModelInfo;
  beforeAll(async () => {
    info = await engine.load({ folder: await readingGolden(name), device: 'cpu' }, signal);
  });
  const inspect = (...pieces: string[]) => engine.inspect({ inputIds: [ids('[CLS]', ...pieces, '[SEP]')] }, signal);
  const pool = async (texts: string[], ...keys: StateKey[]) => engine.poolStates({ texts, keys, lane }, signal);

  it('are sums over the hidden states, and the pooler', async () => {
    const outputs = await inspect('a', '##b', 'c', '.');
    const poolings: BasePooling[] = ['cls', 'mean', 'weighted-mean', 'max'];
    const keys = [0, 1, info.layers].flatMap((layer) =>
      poolings.flatMap((pooling) => [false, true].map((bare) => ({ pooling, layer, bare }))),
    );
    const pooler: StateKey = { pooling: 'pooler', layer: info.layers, bare: false };
    const [text] = (await pool(['ab c.'], ...keys, pooler)) as [PooledText];
    expect(text).toMatchObject({ tokens: 4, unknown: 0, specials: 2, parts: 1 });
    keys.forEach(({ pooling, layer, bare }, k) => {
      const all = rows(outputs[`hidden_states.${layer}`]).map((row, s) => ({ row, s }));
      const taken = bare ? all.slice(1, -1) : all;
      const weight = (s: number) => (pooling === 'weighted-mean' ? s + 1 : 1);
      const total = taken.reduce((sum, { s }) => sum + weight(s), 0);
      const expected = (all[0]?.row ?? []).map((first, h) => {
        if (pooling === 'cls') return first;
        if (pooling === 'max') return Math.max(...taken.map(({ row }) => Number(row[h])));
        return taken.reduce((sum, { row, s }) => sum + (weight(s) * Number(row[h])) / total, 0);
      });
      expectNear(text.states[k], expected);
    });
    expectNear(text.states.at(-1), [...(outputs['pooler']?.data ?? [])]);
  });

  it('of a prompt are those of its mask', async () => {
    // “中”这句话的意思是[MASK]。 in the pieces of this vocabulary.
    const pieces = ['[UNK]', '中', ...new Array<string>(8).fill('[UNK]'), '[MASK]', '[UNK]'];
    const outputs = await inspect(...pieces);
    const place = pieces.indexOf('[MASK]') + 1;
    const keys = [1, info.layers].map((layer): StateKey => ({ pooling: 'prompt', layer, bare: false }));
    const [text] = await pool(['中'], ...keys);
    keys.forEach(({ layer }, k) => {
      expectNear(text?.states[k], rows(outputs[`hidden_states.${layer}`])[place] ?? []);
    });
    expect(text).toMatchObject({ tokens: 1, parts: 1 });
  });

  it('of a text beyond the window are those of its parts, split at sentences, by token count', async () => {
    const first = `${'ab '.repeat(Math.floor(info.maxTokens / 3))}. `;
    const second = `${'xyz '.repeat(Math.floor(info.maxTokens / 5))}.`;
    const keys: StateKey[] = [
      { pooling: 'mean', layer: 1, bare: true },
      { pooling: 'max', layer: info.layers, bare: true },
    ];
    const texts = [`${first}X${second.slice(1)}`, first, second];
    const [whole, a, b] = (await pool(texts, ...keys)) as [PooledText, PooledText, PooledText];
    expect(whole.parts).toBe(2);
    expect(whole.tokens).toBe(a.tokens + b.tokens);
    const mean = [...(a.states[0] ?? [])].map(
      (value, i) => (value * a.tokens + Number(b.states[0]?.[i]) * b.tokens) / whole.tokens,
    );
    expectNear(whole.states[0], mean);
    expectNear(
      whole.states[1],
      [...(a.states[1] ?? [])].map((value, i) => Math.max(value, Number(b.states[1]?.[i]))),
    );
    const [prompted] = await pool(['中文'.repeat(20)], { pooling: 'prompt', layer: info.layers, bare: false });
    expect(prompted).toMatchObject({ tokens: 40, parts: Math.ceil(40 / (info.maxTokens - 13)) });
    const english = pool(['a'], { pooling: 'prompt', layer: 1, bare: false });
    await expect(english, 'in letters, the prompt alone is too long').rejects.toThrow('does not fit into the model');
  });

  it('are there for texts without a token', async () => {
    const [empty, blank] = await pool(['', ' \n'], { pooling: 'mean', layer: 1, bare: true });
    expect(empty).toMatchObject({ tokens: 0, specials: 2, parts: 1 });
    expect((await pool(['a 字 [MASK] 字'], { pooling: 'cls', layer: 1, bare: false }))[0]).toMatchObject({
      tokens: 4,
      unknown: 3,
    });
    expect([...(blank?.states[0] ?? [])].every((value) => value === 0)).toBe(true);
  });

  it.each([
    [{ pooling: 'mean', layer: 99, bare: false }],
    [{ pooling: 'mean', layer: -1, bare: false }],
    [{ pooling: 'mean', layer: 0.5, bare: false }],
  ] as [StateKey][])('are refused for %j', async (key) => {
    await expect(pool(['a'], key)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('representations', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const lines = letters.flatMap((x) => letters.slice(0, 4).map((y) => `${x}${y} ${y}a ${x}.`));
  const load = async () => {
    const cache = await temporaryFolder();
    const background = path.join(cache, 'background.txt');
    await writeFile(background, `# made up\n${lines.join('\n')}\n`);
    const folder = await readingGolden('bert');
    const start = async () => {
      const engine = engineService();
      await engine.load({ folder, device: 'cpu', cache }, signal);
      return engine;
    };
    return { cache, background, start, engine: await start() };
  };

  it('are whitened by the background, in which compared sentences do not take part', async () => {
    const { engine, background } = await load();
    const texts = ['ab ba.', 'cd dc.', 'zz.'];
    const represent = async (id: string, own = texts) =>
      (await engine.represent({ texts: own, representations: [id], background, lane }, signal)).vectors[0];
    const white = await represent('mean+whiten4');
    expect(white?.map((vector) => vector.length)).toEqual([4, 4, 4]);
    // The background itself, whitened by the rest of it, has about unit covariance; its own sentences change the fit.
    const many = (await represent('mean+whiten4', lines.slice(0, 30))) as Float32Array[];
    const spread = many.reduce((sum, vector) => sum + vector.reduce((all, x) => all + x * x, 0), 0) / (30 * 4);
    expect(spread).toBeGreaterThan(0.3);
    expect(spread).toBeLessThan(3);
    const alone = await represent('mean+whiten4', ['ab ba.', lines[0] as string]);
    expect(cosine(alone?.[0] as Float32Array, white?.[0] as Float32Array)).not.toBe(1);
  });

  it('keep cosines when they are rotated; centred ones differ by the mean', async () => {
    const { engine, background } = await load();
    const texts = ['ab ba.', 'cd dc.'];
    const representations = ['first-last', 'first-last+rotate', 'first-last+centre'];
    const { vectors, texts: facts } = await engine.represent({ texts, representations, background, lane }, signal);
    const [raw, rotated, centred] = vectors.map(([a, b]) => cosine(a as Float32Array, b as Float32Array));
    expect(rotated).toBeCloseTo(Number(raw), 5);
    expect(centred).not.toBeCloseTo(Number(raw), 2);
    expect(facts).toEqual([
      { tokens: 5, unknown: 0, parts: 1 },
      { tokens: 5, unknown: 0, parts: 1 },
    ]);
  });

  it('have random pairs of the background, and say how many sentences they are of', async () => {
    const { engine, background } = await load();
    const ask = (compared: string[]) =>
      engine.background({ representations: ['mean', 'mean+whiten4'], background, compared, lane }, signal);
    const [raw, white] = await ask([]);
    expect(raw?.sentences).toBe(lines.length);
    expect(raw?.pairs.cosines).toHaveLength(20_000);
    expect(Math.abs(white?.meanCosine ?? 1)).toBeLessThan(0.05);
    expect(raw?.meanCosine).toBeGreaterThan(0.1);
    expect((await ask([lines[3] as string, ` ${lines[4]}\n`]))[0]?.sentences).toBe(lines.length - 2);
  });

  it('are computed once: another process reads what is kept, and makes again what is damaged', async () => {
    const { start, engine, background, cache } = await load();
    const params = { texts: ['ab ba.'], representations: ['mean+whiten4'], background, lane } as const;
    const { vectors } = await engine.represent(params, signal);
    const [folder] = (await readdir(cache)).filter((name) => name.startsWith('background-'));
    const kept = path.join(cache, folder ?? '');
    const files = (await readdir(kept)).toSorted();
    expect(files.map((file) => path.extname(file))).toEqual(['.fit', '.vectors']);
    // A mark in the mean, to see that it is read.
    const fit = path.join(kept, files[0] as string);
    const bytes = await readFile(fit);
    await writeFile(fit, Buffer.from(bytes).fill(0, 8, 16));
    const marked = await (await start()).represent(params, signal);
    expect(marked.vectors).not.toEqual(vectors);
    for (const file of files) await truncate(path.join(kept, file), 1000);
    expect((await (await start()).represent(params, signal)).vectors).toEqual(vectors);
    expect((await readFile(fit)).equals(bytes)).toBe(true);
  });

  it('refuse what cannot be', async () => {
    const { engine, background } = await load();
    const ask = (id: string, file = background) =>
      engine.represent({ texts: ['a'], representations: [id], background: file, lane }, signal);
    await expect(ask('mean+whiten4', '/nowhere.txt')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(ask('nonsense')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(ask('mean+whiten999')).rejects.toThrow('dimensions, not 999');
    await expect(ask('mean', '/nowhere.txt'), 'no background is needed').resolves.toBeDefined();
  });

  it('stop when nobody waits any more', async () => {
    const { engine, background } = await load();
    const controller = new AbortController();
    const params = { representations: ['mean+whiten4'], background, compared: [], lane } as const;
    const asked = engine.background(params, controller.signal);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(await engine.background(params, signal)).toHaveLength(1);
  });

  it('match words with words', async () => {
    const { engine } = await load();
    const texts = ['ab cd. 12', 'ab xy!'] as [string, string];
    const found = await engine.compareWords({ texts, representation: 'mean@0', lane }, signal);
    expect(found.map(({ text, word }) => `${text}${word.word}`).toSorted()).toEqual([
      '012',
      '0ab',
      '0cd',
      '1ab',
      '1xy',
    ]);
    expect(found[0]?.word.word).toBe(found[0]?.match.word);
    expect(found[0]).toMatchObject({ word: { word: 'ab', start: 0, end: 2 }, match: { word: 'ab' } });
    expect(found.find(({ word }) => word.word === '12')?.word).toEqual({ word: '12', start: 7, end: 9 });
    expect(await engine.compareWords({ texts: ['', 'a'], representation: 'mean', lane }, signal)).toEqual([]);
    const long: [string, string] = ['a '.repeat(1000), 'a'];
    expect(await engine.compareWords({ texts: long, representation: 'mean', lane }, signal)).toEqual([]);
  });
});
