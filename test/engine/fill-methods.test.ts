import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findMasks } from '../../src/core/masks.js';
import { FILL_METHODS } from '../../src/core/methods/fill.js';
import { engineService } from '../../src/engine/service.js';
import type { FillParams } from '../../src/protocol/engine.js';
import { MODEL } from '../support/built.js';
import { copyGolden } from '../support/checkpoints.js';

const { signal } = new AbortController();
const engine = engineService();
const fill = async (text: string, more: Partial<FillParams> = {}, asked = engine) =>
  asked.fill({ text, masks: findMasks(text), top: 5, lane: 'interactive', ...more }, signal);

beforeAll(async () => {
  await engine.load({ folder: MODEL, device: 'cpu' }, signal);
});

describe('candidates on a real checkpoint', () => {
  const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
  const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const VOCABULARY = [...SPECIAL, ...LETTERS, ...LETTERS.map((it) => `##${it}`), '.', ...'0123456789', '中', '文'];
  const golden = engineService();
  beforeAll(async () => {
    const folder = await copyGolden('bert');
    await writeFile(path.join(folder, 'vocab.txt'), `${VOCABULARY.join('\n')}\n`);
    await golden.load({ folder, device: 'cpu' }, signal);
  });

  /** The log-probability of a token at a place, by the full logits of one sequence. */
  async function logprobAt(ids: readonly number[], place: number, token: number): Promise<number> {
    const { token_logits: logits } = await golden.inspect({ inputIds: [ids] }, signal);
    const row = Array.from(logits?.data.subarray(place * 96, (place + 1) * 96) ?? []);
    return (row[token] as number) - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
  }

  it.each([
    ['a ', ['b', 'abc', 'to go', 'x', '中文', 'ab 1 cd'], ' c .'],
    ['', ['q', 'qrs'], ''],
    ['un', ['do', 'tie', 'x'], 'ing 1'],
    ['中', ['文', '文文', 'a'], '中'],
  ])('have the score of the chain rule, one token at a time: %j', async (before, candidates, behind) => {
    const tokensOf = (text: string) =>
      [...text.matchAll(/[a-z]+|[^\s]/g)].flatMap(([word]) =>
        [...word].map((letter, i) => VOCABULARY.indexOf((i > 0 ? '##' : '') + letter)),
      );
    const text = `${before}[MASK:${candidates.join('|')}]${behind}`;
    const { masks } = await fill(text, {}, golden);
    expect(masks[0]?.candidates).toHaveLength(candidates.length);
    const [prefix, suffix] = [/[a-z]*$/.exec(before)?.[0] ?? '', /^[a-z]*/.exec(behind)?.[0] ?? ''];
    for (const { word, pieces, logprob } of masks[0]?.candidates ?? []) {
      const own = tokensOf(prefix + word + suffix);
      expect(pieces).toBe(own.length);
      const left = [2, ...tokensOf(before.slice(0, before.length - prefix.length))];
      const right = [...tokensOf(behind.slice(suffix.length)), 3];
      let expected = 0;
      for (const [i, token] of own.entries()) {
        const ids = [...left, ...own.map((id, j) => (j < i ? id : 4)), ...right];
        expected += await logprobAt(ids, left.length + i, token);
      }
      expect(Math.abs(logprob - expected)).toBeLessThan(1e-4);
    }
  });
});

describe('words of several pieces', () => {
  it('are among the candidates, and cost nothing to those of one piece but the share of such words', async () => {
    const text = 'The [MASK] of Zb was there.';
    const [one] = (await fill(text, { top: 20 })).masks;
    const [four] = (await fill(text, { top: 16_000, pieces: 4 })).masks;
    expect(four?.candidates.some(({ pieces }) => pieces > 1)).toBe(true);
    const single = four?.candidates.filter(({ pieces }) => pieces === 1) ?? [];
    expect(single.slice(0, 20).map(({ word }) => word)).toEqual(one?.candidates.map(({ word }) => word));
    const [first, second] = [single[0]?.probability ?? 0, one?.candidates[0]?.probability ?? 0];
    expect(first / second).toBeGreaterThan(0.7);
    expect(first / second).toBeLessThan(1);
    expect(four?.candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThan(1);
  });

  it('complete what is typed, in its letter case', async () => {
    for (const prefix of ['inter', 'Inter', 'w', 'walk', 'unbelieva']) {
      const { masks } = await fill(`They had a very ${prefix}[MASK] day.`, { pieces: 2, top: 8 });
      const words = masks[0]?.candidates.map(({ word }) => word) ?? [];
      expect(words.length, prefix).toBeGreaterThan(3);
      expect(words.every((word) => /^[\p{L}\p{M}\p{N}]+$/u.test(word))).toBe(true);
    }
    const { masks } = await fill('The inter[MASK] community did not agree.');
    expect(masks[0]?.candidates[0]?.word).toBe('national');
  });
});

describe('several masks', () => {
  const TEXT = 'She [MASK] the [MASK] and looked [MASK] the window.';

  it('get words that fit one another', async () => {
    const joint = await fill(TEXT, { method: 'joint' });
    expect(joint.solutions).toHaveLength(5);
    for (const { words, logprob } of joint.solutions ?? []) {
      expect(words).toHaveLength(3);
      expect(words.every((word) => word && /\p{L}/u.test(word))).toBe(true);
      expect(logprob).toBeLessThan(0);
    }
    const greedy = await fill(TEXT, { method: 'greedy' });
    expect(greedy.solutions).toHaveLength(1);
    expect(greedy.masks.flatMap(({ candidates }) => candidates).length).toBe(15);
    expect((await fill(TEXT, { method: 'independent' })).solutions).toBeUndefined();
  });

  it('give the same answer again', async () => {
    const { milliseconds: _, ...first } = await fill(TEXT, { method: 'joint' });
    const { milliseconds: __, ...again } = await fill(TEXT, { method: 'joint' });
    expect(again).toEqual(first);
  });

  it('may be 200, in bounded time', async () => {
    const text = 'The [MASK] was in the [MASK] of the house. '.repeat(100);
    for (const method of FILL_METHODS) {
      const { masks, solutions } = await fill(text, { method, top: 2 });
      expect(masks).toHaveLength(200);
      expect(masks.every(({ candidates }) => candidates.length === 2)).toBe(true);
      expect(solutions?.[0]?.words.length ?? 200).toBe(200);
    }
  });
});

describe('hostile texts', () => {
  const LONG = `${'word '.repeat(100_000)}[MASK] and [MASK] ${'word '.repeat(100_000)}`;
  it.each([
    ['a line of a megabyte', LONG],
    ['no space in a megabyte', `${'x'.repeat(500_000)}[MASK]${'y'.repeat(500_000)}`],
    ['masks at both ends', '[MASK] is a [MASK]'],
    ['nothing but masks', '[MASK]'.repeat(50)],
    ['right to left', '‮[MASK] שלום [MASK] עולם‬'],
    ['Chinese', '我[MASK]学生，他[MASK][MASK]老师。'],
    ['emoji', '👩‍👩‍👧[MASK]🇫🇷[MASK]😀'],
    ['combining marks', `e\u0301[MASK]\u0301 ${'a\u0301\u0302'.repeat(50)}[MASK]`],
    ['NUL and control characters', '\u0000[MASK]\u0000\u0007 [MASK]\u001b'],
    ['lone surrogates', '\ud83d[MASK]\ude00 \udc00[MASK:\ud800|a]'],
    ['letters between masks', 'un[MASK]break[MASK]able[MASK]'],
    ['candidates of all kinds', '[MASK:😀|\u0000|中文| a b |...] [MASK:a]'],
    ['special tokens as text', '[CLS] [MASK] [SEP] [PAD] [MASK] [UNK]'],
  ])('%s: an answer with the right ranges', async (_, text) => {
    const given = findMasks(text);
    for (const method of FILL_METHODS) {
      for (const pieces of method === 'independent' ? [1, 4] : [1]) {
        const { masks } = await fill(text, { method, pieces, top: 3 });
        expect(masks.map(({ start, end }) => [start, end])).toEqual(given.map(({ start, end }) => [start, end]));
        for (const { candidates } of masks) {
          expect(candidates.every(({ word, probability }) => word !== '' && probability >= 0 && probability <= 1)).toBe(
            true,
          );
        }
      }
    }
  });
});

describe('the notice', () => {
  it.each([
    ['The committee published its [MASK] in March, and the minister resigned a week later.', undefined],
    ['If the function returns an empty [MASK], the caller must not write to the file.', undefined],
    ['Der Zug zur Küste fährt jeden [MASK] um halb acht ab, auch am Wochenende.', 'language'],
    ['Personne ne pensait que la petite entreprise gagnerait le [MASK], et elle remit la lettre.', 'language'],
    ['Поезд на побережье отправляется каждое [MASK] в половине восьмого.', 'script'],
    ['他每天早上坐[MASK]去学校上课。', 'script'],
    ['[MASK]', undefined],
    ['Zbigniew [MASK] Brzezinski', undefined],
  ])('%j: %j', async (text, what) => {
    expect((await fill(text)).unfamiliar?.what).toBe(what);
  });
});
