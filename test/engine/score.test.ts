import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLL_METHODS, type PllMethod } from '../../src/core/methods/pll.js';
import { totalsOf } from '../../src/core/methods/scoreTotals.js';
import { engineService } from '../../src/engine/service.js';
import { MODEL } from '../support/built.js';
import { copyGolden } from '../support/checkpoints.js';

const [CLS, SEP, MASK] = [2, 3, 4] as const;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** 96 pieces, as many as the golden checkpoints have. */
const VOCABULARY = [
  ...['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  ...['.', ...'0123456789', '中', '文'],
];

const { signal } = new AbortController();

async function golden(name: 'bert' | 'albert') {
  const engine = engineService();
  const folder = await copyGolden(name);
  await writeFile(path.join(folder, 'vocab.txt'), `${VOCABULARY.join('\n')}\n`);
  const { maxTokens } = await engine.load({ folder, device: 'cpu' }, signal);
  const score = async (text: string, method: PllMethod) => {
    const [sentences = []] = await engine.score({ texts: [{ text }], method, lane: 'interactive' }, signal);
    return sentences;
  };
  /** What the full logits say of the token at `place` when those of `masked` are masked. */
  const logprob = async (ids: readonly number[], masked: readonly number[], place: number) => {
    const inputIds = [ids.map((id, i) => (masked.includes(i) ? MASK : id))];
    const { token_logits: logits } = await engine.inspect({ inputIds }, signal);
    const size = logits?.shape.at(-1) ?? 0;
    const row = [...(logits?.data.subarray(place * size, (place + 1) * size) ?? [])];
    const most = Math.max(...row);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    return (row[ids[place] as number] as number) - most - Math.log(total);
  };
  return { score, logprob, maxTokens };
}

describe('pseudo-log-likelihoods on a checkpoint', () => {
  const text = 'abc d ef. 中文 x7 yzab';
  const words = ['abc', 'd', 'ef', '.', '中', '文', 'x7', 'yzab'];
  const pieces = words.map((word) => [...word].map((letter, i) => (i > 0 ? `##${letter}` : letter)));

  it.each(['bert', 'albert'] as const)('equal the full logits, one token at a time: %s', async (name) => {
    const { score, logprob } = await golden(name);
    // ##7 is no piece: the word is unknown as a whole, one token.
    const tokens = pieces.map((word) => (word.includes('##7') ? ['[UNK]'] : word));
    const ids = [CLS, ...tokens.flat().map((piece) => VOCABULARY.indexOf(piece)), SEP];
    for (const method of PLL_METHODS) {
      const scored = (await score(text, method)).flatMap((sentence) => sentence.words);
      expect(scored.map(({ start, end }) => text.slice(start, end))).toEqual(words);
      let place = 1;
      for (const [w, word] of tokens.entries()) {
        const end = place + word.length;
        const whole = word.map((_, i) => place + i);
        for (const [i, own] of whole.entries()) {
          const masked = { 'word-l2r': whole.slice(i), original: [own], 'whole-word': whole }[method];
          expect(scored[w]?.tokens[i]?.logprob).toBeCloseTo(await logprob(ids, masked, own), 4);
        }
        place = end;
      }
    }
  });

  it('see the neighbours of a sentence in a text that is longer than the window', async () => {
    const { score, logprob, maxTokens } = await golden('bert');
    const sentence = 'a b c d e.';
    const long = Array.from({ length: 40 }, () => sentence).join(' ');
    expect(long.length).toBeGreaterThan(2 * maxTokens);
    const sentences = await score(long, 'word-l2r');
    expect(sentences).toHaveLength(1); // a small letter does not begin a sentence
    expect(sentences[0]?.seen).toBe('part');
    const ids = [...'abcde.'].map((piece) => VOCABULARY.indexOf(piece));
    const window = Array.from({ length: maxTokens - 2 }, (_, i) => ids[i % 6] as number);
    const first = sentences[0]?.words[0]?.tokens[0]?.logprob;
    expect(first).toBeCloseTo(await logprob([CLS, ...window, SEP], [1], 1), 4);
  });
});

describe('the bundled model', () => {
  it.each([
    ['halves of pairs and NUL', '\ud83d He was born \u0000 ', ' London. \udc00'],
    ['right to left', 'שלום עולם ', ' مرحبا بالعالم'],
    ['emoji and combining marks', 'Cafe\u0301 👨‍👩‍👧 ', ' nai\u0308ve 👍🏽!'],
    ['200 masks', '[MASK] '.repeat(100), ' [MASK]'.repeat(100)],
    ['Chinese', '春天来', '花都开了。'],
    ['a line of a megabyte', 'He was born. '.repeat(40_000), ' He died. '.repeat(40_000)],
  ])('ranks and continues in %s', async (_, left, right) => {
    const engine = engineService();
    await engine.load({ folder: MODEL, device: 'cpu' }, signal);
    const text = `${left}in${right}`;
    const span = { start: left.length, end: left.length + 2 };
    const ranked = await engine.rank({ text, span, alternatives: ['in', 'at'], lane: 'interactive' }, signal);
    for (const { sentence } of ranked) expect(Number.isFinite(sentence)).toBe(true);
    const place = { text: left + right, offset: left.length, top: 3, least: Number.NEGATIVE_INFINITY };
    const { suggestions, evidence } = await engine.continueAt({ ...place, lane: 'interactive' }, signal);
    expect(suggestions).toHaveLength(3);
    expect(Number.isFinite(evidence)).toBe(true);
    for (const { insert, words } of suggestions) {
      expect(insert.trim()).toBe(words);
      expect(words).toMatch(/^[\p{L}\p{M}\p{N}]+( [\p{L}\p{M}\p{N}]+){0,2}$/u);
    }
  });

  it('finds a sentence likelier than its words in disorder, and knows better', async () => {
    const engine = engineService();
    await engine.load({ folder: MODEL, device: 'cpu' }, signal);
    const texts = ['He was born in London in 1950.', 'London was in born He 1950 in.'].map((text) => ({ text }));
    const [order, disorder] = await engine.score({ texts, lane: 'interactive' }, signal);
    const total = (sentences: typeof order) => totalsOf(sentences?.flatMap(({ words }) => words) ?? []);
    expect(total(order).tokens).toBe(total(disorder).tokens);
    expect(total(order).logprob).toBeGreaterThan(total(disorder).logprob + 5);
    const strange = { texts: [{ text: 'He was born at London.' }], guesses: 1, lane: 'interactive' } as const;
    const [[scored] = []] = await engine.score(strange, signal);
    expect(scored?.words[3]?.guesses?.[0]?.text).toBe('in');
    expect(scored?.words[2]?.guesses).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['halves of pairs and NUL', 'He was \ud83d born \u0000 in \udc00 London.'],
    ['right to left', 'He said שלום עולם and مرحبا بالعالم.'],
    ['emoji and combining marks', 'Cafe\u0301 👨‍👩‍👧 is nai\u0308ve 👍🏽!'],
    ['200 masks', `${'[MASK] '.repeat(200)}is it.`],
    ['a line without a space', '中文'.repeat(400)],
  ])('gives %s an answer with exact places', async (_, text) => {
    const engine = engineService();
    await engine.load({ folder: MODEL, device: 'cpu' }, signal);
    const [sentences = []] = await engine.score({ texts: [{ text }], guesses: 1, lane: 'interactive' }, signal);
    let end = 0;
    for (const word of sentences.flatMap(({ words }) => words)) {
      expect(word.start).toBeGreaterThanOrEqual(end);
      expect(word.end).toBeGreaterThan(word.start);
      expect(text.slice(word.start, word.end)).toMatch(/^\S(.*\S)?$/s);
      expect(Number.isFinite(word.logprob)).toBe(true);
      end = word.end;
    }
    const words = text.replaceAll('[MASK]', '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
    const letters = sentences.flatMap(({ words: own }) => own.map((word) => text.slice(word.start, word.end))).join('');
    expect(letters.match(/[\p{L}\p{N}]/gu)?.length ?? 0).toBe(words);
  });
});
