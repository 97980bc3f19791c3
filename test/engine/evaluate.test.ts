import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cut, joinParagraphs, type TokenSequence, type Tokens } from '../../src/core/evaluation/corpus.js';
import { drawTokens, drawWords, evaluateMlm, type Masked } from '../../src/core/evaluation/mlm.js';
import { engineService } from '../../src/engine/service.js';
import { copyGolden } from '../support/checkpoints.js';

const [CLS, SEP, MASK] = [2, 3, 4] as const;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
/** 96 pieces, as many as the golden checkpoints have. */
const VOCABULARY = [
  ...SPECIAL,
  ...LETTERS,
  ...LETTERS.map((letter) => `##${letter}`),
  '.',
  ...'0123456789',
  '中',
  '文',
];
const idOf = (piece: string) => VOCABULARY.indexOf(piece);

const { signal } = new AbortController();
const engine = engineService();
beforeAll(async () => {
  const folder = await copyGolden('bert');
  await writeFile(path.join(folder, 'vocab.txt'), `${VOCABULARY.join('\n')}\n`);
  await engine.load({ folder, device: 'cpu' }, signal);
});

describe('tokenize', () => {
  it('gives the tokens of each text without special ones, and the word of each', async () => {
    const [mixed, nothing, cut] = await engine.tokenize({ texts: ['ab c. 中文', '', 'd[SEP]ef'] }, signal);
    expect([...(mixed?.ids ?? [])]).toEqual(['a', '##b', 'c', '.', '中', '文'].map(idOf));
    expect([...(mixed?.words ?? [])]).toEqual([0, 0, 1, 2, 3, 4]);
    expect(nothing).toEqual({ ids: new Int32Array(), words: new Int32Array() });
    expect([...(cut?.ids ?? [])]).toEqual(['d', '[SEP]', 'e', '##f'].map(idOf));
    const [d, separator, e, f] = cut?.words ?? [];
    expect([d === separator, separator === e, e === f]).toEqual([false, false, true]);
  });

  it('answers many texts in order', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${i % 10}`);
    const answers = await engine.tokenize({ texts }, signal);
    expect(answers.map(({ ids }) => VOCABULARY[ids[0] as number])).toEqual(texts);
  });
});

const predict = async (sequences: readonly Masked[], top = 5) =>
  engine.predict({ sequences, top, lane: 'background' }, signal);

/** What the full logits say of the true tokens at the masked places of a sequence. */
async function byFullLogits({ ids, places }: Masked) {
  const masked = [CLS, ...Array.from(ids, (id, i) => (places.includes(i) ? MASK : id)), SEP];
  const { token_logits: logits } = await engine.inspect({ inputIds: [masked] }, signal);
  return places.map((place) => {
    const row = Array.from(logits?.data.subarray((place + 1) * 96, (place + 2) * 96) ?? []);
    const truth = row[ids[place] as number] as number;
    const rank = row.filter((logit) => logit > truth).length;
    return { rank, logprob: truth - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) };
  });
}

describe('predict', () => {
  it('masks the places between the special tokens, and finds the true tokens as the full logits have them', async () => {
    const sequences = [
      { ids: Int32Array.of(5, 40, 9, 70, 12), places: [3, 0] },
      { ids: Int32Array.of(80), places: [0] },
      { ids: Int32Array.from({ length: 22 }, (_, i) => 95 - i), places: [21, 7, 8, 0] },
    ];
    for (const top of [1, 5, 96]) {
      const answers = await predict(sequences, top);
      for (const [i, sequence] of sequences.entries()) {
        const expected = await byFullLogits(sequence);
        expect([...(answers[i]?.ranks ?? [])]).toEqual(expected.map(({ rank }) => (rank < top ? rank : -1)));
        expected.forEach(({ logprob }, place) => {
          expect(answers[i]?.logprobs[place]).toBeCloseTo(logprob, 4);
        });
      }
    }
  });

  it.each([[[2]], [[-1]], [[0.5]], [[]]])('refuses the places %j of two tokens', async (places) => {
    await expect(predict([{ ids: Int32Array.of(5, 6), places }])).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('evaluateMlm', () => {
  /** Paragraphs of words of one to three letters, in three documents. */
  const paragraphs = Array.from({ length: 9 }, (_, p) =>
    Array.from({ length: 12 }, (_word, w) => {
      const letters = Array.from({ length: 1 + ((w * w + p) % 3) }, (_letter, l) => LETTERS[(p * 7 + w * 5 + l) % 26]);
      return letters.join('');
    }).join(' '),
  );
  let documents: Tokens[];
  beforeAll(async () => {
    const tokens = await engine.tokenize({ texts: paragraphs }, signal);
    documents = [0, 3, 6].map((i) => joinParagraphs(tokens.slice(i, i + 3)));
  });

  const idsOf = ({ document, start, end }: TokenSequence) => document.ids.slice(start, end);

  it.each([16, 24])('measures what the full logits give, in sequences of %i tokens', async (length) => {
    const seed = 5;
    const sequences = cut(documents, length - 2);
    expect(sequences.length).toBeGreaterThan(6);
    const guesses = [];
    const words: boolean[] = [];
    for (const sequence of sequences) {
      const ids = idsOf(sequence);
      guesses.push(...(await byFullLogits({ ids, places: drawTokens(sequence, seed) })));
      const ranges = drawWords(sequence, seed);
      const places = [...ids.keys()].filter((i) => ranges.some(([start, end]) => i >= start && i < end));
      const inWords = await byFullLogits({ ids, places });
      words.push(
        ...ranges.map(([start, end]) => inWords.every(({ rank }, i) => !within(places[i], start, end) || rank === 0)),
      );
    }
    const share = (flags: boolean[]) => flags.filter(Boolean).length / flags.length;
    const result = await evaluateMlm(documents, { length, seed, limit: Number.POSITIVE_INFINITY }, predict);
    expect(result).toMatchObject({
      sequences: sequences.length,
      tokens: guesses.length,
      top1: share(guesses.map(({ rank }) => rank === 0)),
      top5: share(guesses.map(({ rank }) => rank < 5)),
      words: words.length,
      wordTop1: share(words),
    });
    expect(result.loss).toBeCloseTo(-guesses.reduce((sum, { logprob }) => sum + logprob, 0) / guesses.length, 4);
  });
});

function within(place: number | undefined, start: number, end: number): boolean {
  return place !== undefined && place >= start && place < end;
}
