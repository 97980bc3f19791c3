import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokensInPlace } from '../../src/core/methods/gap.js';
import { replaceContext } from '../../src/core/methods/replaceContext.js';
import { maskedModel } from '../../src/engine/maskedModel.js';
import { engineService } from '../../src/engine/service.js';
import { loadTokenizer } from '../../src/tokenizer/load.js';
import { MODEL } from '../support/built.js';
import { copyGolden } from '../support/checkpoints.js';

const { signal } = new AbortController();
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** 96 pieces, as many as the golden checkpoints have. */
const VOCABULARY = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...['.', ...'0123456789', '中', '文'],
];

describe('signals of replacements on a checkpoint', () => {
  it.each(['bert', 'albert'] as const)(
    'equal the full logits and hidden states, one token at a time: %s',
    async (name) => {
      const engine = engineService();
      const folder = await copyGolden(name);
      await writeFile(path.join(folder, 'vocab.txt'), `${VOCABULARY.join('\n')}\n`);
      await engine.load({ folder, device: 'cpu' }, signal);
      const candidates = ['e', 'efg', 'b cd'];
      const text = 'ab c d';
      const span = { start: 3, end: 4 };
      const found = await engine.judgeReplacements({ text, span, candidates, lane: 'interactive' }, signal);

      const ids = (...pieces: string[]) => pieces.map((piece) => VOCABULARY.indexOf(piece));
      const left = ids('[CLS]', 'a', '##b');
      const right = ids('d', '[SEP]');
      const first = [...left, ...ids('c'), ...right];
      const inspect = (tokens: number[], second = 0) =>
        engine.inspect(
          { inputIds: [tokens], tokenTypeIds: [tokens.map((_, i) => (second > 0 && i >= second ? 1 : 0))] },
          signal,
        );
      const chain = async (before: number[], tokens: number[], second = 0) => {
        let sum = 0;
        for (const [i, token] of tokens.entries()) {
          const masked = tokens.map((id, j) => (j < i ? id : VOCABULARY.indexOf('[MASK]')));
          const { token_logits: logits } = await inspect([...before, ...masked, ...right], second);
          const place = before.length + i;
          const size = logits?.shape.at(-1) ?? 0;
          const row = [...(logits?.data.subarray(place * size, (place + 1) * size) ?? [])];
          sum += (row[token] as number) - Math.log(row.reduce((total, logit) => total + Math.exp(logit), 0));
        }
        return sum;
      };
      const states = async (tokens: number[]) => {
        const outputs = await inspect([...left, ...tokens, ...right]);
        const layers = Object.keys(outputs).filter((output) => /^hidden_states\.\d+$/.test(output));
        expect(layers.length).toBeGreaterThan(1);
        return layers.map((layer) => {
          const { shape, data } = outputs[layer] as { shape: readonly number[]; data: Float32Array };
          const size = shape.at(-1) as number;
          const sum = (places: number[]) =>
            Array.from({ length: size }, (_, h) =>
              places.reduce((total, i) => total + (data[i * size + h] as number), 0),
            );
          const inside = tokens.map((_, i) => left.length + i);
          const all = Array.from({ length: left.length + tokens.length + right.length }, (_, i) => i);
          return [sum(inside), sum(all.filter((i) => !inside.includes(i)))] as const;
        });
      };
      const cosine = (a: number[], b: number[]) => {
        const dot = (x: number[], y: number[]) => x.reduce((total, value, i) => total + value * (y[i] as number), 0);
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      };
      const original = await states(ids('c'));
      const pieces = [ids('e'), ids('e', '##f', '##g'), ids('b', 'c', '##d')];
      for (const [i, tokens] of pieces.entries()) {
        const own = found[i];
        expect(own?.tokens).toBe(tokens.length);
        expect(own?.plain).toBeCloseTo(await chain(left, tokens), 4);
        expect(own?.pair).toBeCloseTo(await chain([...first, ...left.slice(1)], tokens, first.length), 4);
        const changed = await states(tokens);
        const alike = (row: 0 | 1) =>
          changed.reduce((sum, layer, l) => sum + cosine(layer[row], original[l]?.[row] ?? []), 0) / changed.length;
        expect(own?.word).toBeCloseTo(alike(0), 4);
        expect(own?.rest).toBeCloseTo(alike(1), 4);
      }
    },
  );
});

describe('the bundled model', () => {
  const engine = engineService();
  beforeAll(async () => {
    await engine.load({ folder: MODEL, device: 'cpu' }, signal);
  });
  const replace = (text: string, span: { start: number; end: number }, top = 8) =>
    engine.replace({ text, span, top, lane: 'interactive' }, signal);
  const spanOf = (text: string, word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
  const words = async (text: string, word: string) => (await replace(text, spanOf(text, word))).map((it) => it.word);

  it('tokenises words in a list as in their place', async () => {
    const tokenizer = await loadTokenizer(MODEL);
    if (!tokenizer?.mask) throw new Error('The model has no tokenizer.');
    const refuse = () => Promise.reject(new Error('Nothing is computed here.'));
    const model = maskedModel({ tokenizer, mask: tokenizer.mask, maxTokens: 128 }, refuse, refuse);
    const lines = (await readFile('README.md', 'utf8')).match(/[\p{L}'’-]+/gu) ?? [];
    const list = [...new Set(lines)].slice(0, 400);
    expect(list.length).toBe(400);
    const text = 'We saw it, and a “word” of ours.';
    for (const word of ['it', 'word']) {
      const { tokensOf } = await replaceContext(model, text, spanOf(text, word));
      const alone = await Promise.all(list.map((it) => tokensInPlace(model, text, spanOf(text, word), it)));
      expect(await tokensOf(list)).toEqual(alone.map((it) => (it && it.length <= 12 ? it : undefined)));
    }
  });

  it('keeps inflection and capitals, and mends the article', async () => {
    const text = 'He walked slowly to an old church on the hill.';
    const pasts = await words(text, 'walked');
    expect(pasts.length).toBe(8);
    expect(
      pasts.filter(
        (word) => !/ed$|^(went|came|ran|got|fell|led|drove|gone|left|moved|stood|rode|sat|flew)$/.test(word),
      ),
    ).toEqual([]);
    for (const { word, edits } of await replace(text, spanOf(text, 'old'))) {
      const article = /^[aeiou]/.test(word) ? [] : [{ start: 20, end: 22, text: 'a' }];
      expect(edits).toEqual([...article, { start: 23, end: 26, text: word }]);
    }
    const first = await words('Perhaps we should leave.', 'Perhaps');
    expect(first.filter((word) => !/^\p{Lu}/u.test(word))).toEqual([]);
  });

  it('gives the same again', async () => {
    const text = 'She bought a big house near the river.';
    expect(await words(text, 'house')).toEqual(await words(text, 'house'));
  });

  const around = (text: string, word = 'house') => ({ text, word });
  it.each([
    around('house'),
    around('house.'),
    around(`${'[MASK] '.repeat(200)}house`),
    around('[MASK]house[MASK]'),
    around(`the house ${'very '.repeat(200_000)}`),
    around(`${'x'.repeat(1_000_000)} house`),
    around('בית house שלום'),
    around('她买了一座大房子。', '房子'),
    around('😀😀 house 👩‍👩‍👧‍👦'),
    around('e\u0301te\u0301 house e\u0301'),
    around('a\0house\0b'),
    around('\ud800 house \udc00'),
    around('the mother-in-law’s house’s roof', 'house'),
    around('IMPORTANT HOUSE', 'HOUSE'),
    around('iPhone'.concat(' house'), 'iPhone'),
    around('été', 'été'),
    around('Überhaupt nicht.', 'Überhaupt'),
  ])('edits right ranges in odd text: %#', async ({ text, word }) => {
    const span = spanOf(text, word);
    const found = await replace(text, span);
    for (const { word: other, edits, score } of found) {
      expect(edits.at(-1)).toEqual({ ...span, text: other });
      expect(other).toMatch(/^[\p{L}\p{M}]+$/u);
      expect(other.toLowerCase()).not.toBe(word.toLowerCase());
      expect(score).not.toBeNaN();
    }
    expect(new Set(found.map((it) => it.word)).size).toBe(found.length);
  });

  it.each([
    ['', { start: 0, end: 0 }],
    ['a house', { start: 2, end: 70 }],
    ['a . b', { start: 2, end: 3 }],
    ['a house', { start: Number.NaN, end: 2 }],
    [`a ${'house '.repeat(50)}`, { start: 2, end: 200 }],
  ])('refuses %#', async (text, span) => {
    await expect(replace(text, span)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('says which candidates cannot stand in a place', async () => {
    const text = 'a house';
    const candidates = ['home', 'small hut', '', '\u{10ffff}', 'hut '.repeat(50)];
    const found = await engine.judgeReplacements(
      { text, span: spanOf(text, 'house'), candidates, lane: 'interactive' },
      signal,
    );
    expect(found.map((it) => it !== undefined)).toEqual([true, true, false, false, false]);
  });
});
