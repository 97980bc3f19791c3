import { describe, expect, it } from 'vitest';
import type { TokenQuery } from '../../../../src/core/maskedModel.js';
import { scoreTexts } from '../../../../src/core/methods/score.js';
import { totalsOf } from '../../../../src/core/methods/scoreTotals.js';
import { toyModel } from '../../../support/toyModel.js';

/** A token is as likely as its length says, three times as much behind a piece that ends like it begins. */
const model = (maxTokens?: number) =>
  toyModel(
    ['the', 'cat', 'dog', 'play', '##ing', '##ed', 'sat', '.', ',', '!'],
    (token, place, tokens) => token.length * (tokens[place - 1]?.at(-1) === token.replace('##', '')[0] ? 3 : 1),
    maxTokens,
  );
type Toy = ReturnType<typeof model>;

const spelled = (toy: Toy, { ids, places }: TokenQuery) => {
  const words = Array.from(ids, (id) => toy.vocabulary.piece(id)?.text ?? '?');
  return words.map((word, place) => (places.includes(place) ? `(${word})` : word)).join(' ');
};
const asked = (toy: Toy) => toy.asked.flat().map((query) => spelled(toy, query));

const scoreOne = async (toy: Toy, text: string, options?: Parameters<typeof scoreTexts>[2]) =>
  (await scoreTexts(toy, [{ text }], options))[0] ?? [];

describe('pseudo-log-likelihood', () => {
  it.each([
    [undefined, ['[CLS] ([MASK]) play ing [SEP]', '[CLS] the ([MASK]) [MASK] [SEP]', '[CLS] the play ([MASK]) [SEP]']],
    [
      'original' as const,
      ['[CLS] ([MASK]) play ing [SEP]', '[CLS] the ([MASK]) ing [SEP]', '[CLS] the play ([MASK]) [SEP]'],
    ],
    ['whole-word' as const, ['[CLS] ([MASK]) play ing [SEP]', '[CLS] the ([MASK]) ([MASK]) [SEP]']],
  ])('masks by the method %s', async (method, expected) => {
    const toy = model();
    const [sentence] = await scoreOne(toy, 'the playing', method && { method });
    expect(asked(toy)).toEqual(expected);
    const words = sentence?.words ?? [];
    expect(words.map(({ tokens }) => tokens.map(({ text }) => text))).toEqual([['the'], ['play', 'ing']]);
  });

  it('is the sum of what the model gives each true token in its place', async () => {
    const toy = model();
    const text = 'the cat played, the dog sat.';
    const [sentence] = await scoreOne(toy, text);
    const encoding = await toy.encode(text);
    const expected: number[] = [];
    for (let place = 1; place < encoding.ids.length - 1; place++) {
      const ids = encoding.ids.map((id, i) =>
        i === place || (i > place && encoding.words[i] === encoding.words[place]) ? 4 : id,
      );
      const [rows] = await toy.predict([
        { ids, types: encoding.types, places: [place], top: 1, targets: [[encoding.ids[place] as number]] },
      ]);
      expected.push(rows?.[0]?.targetLogprobs[0] as number);
    }
    const tokens = sentence?.words.flatMap((word) => word.tokens.map(({ logprob }) => logprob)) ?? [];
    expect(tokens).toEqual(expected);
    const totals = totalsOf(sentence?.words ?? []);
    const total = expected.reduce((sum, logprob) => sum + logprob, 0);
    expect(totals).toMatchObject({ words: 8, tokens: 9 });
    expect(totals.logprob).toBeCloseTo(total, 10);
    expect(totals.pseudoPerplexity).toBeCloseTo(Math.exp(-total / 9), 8);
    expect(totals.wordPseudoPerplexity).toBeCloseTo(Math.exp(-total / 8), 8);
  });

  it('asks for many texts at once', async () => {
    const toy = model();
    const texts = Array.from({ length: 40 }, () => ({ text: 'the cat sat' }));
    expect(await scoreTexts(toy, texts)).toHaveLength(40);
    expect(toy.asked).toHaveLength(1);
  });
});

describe('what is scored', () => {
  const places = async (text: string) =>
    (await scoreOne(model(), text)).map(({ start, end, words }) => [
      text.slice(start, end),
      ...words.map((word) => text.slice(word.start, word.end)),
    ]);

  it('is every word of every sentence, where it stands', async () => {
    expect(await places('  the cat sat.  The playing dog, sat. ')).toEqual([
      ['the cat sat.', 'the', 'cat', 'sat', '.'],
      ['The playing dog, sat.', 'The', 'playing', 'dog', ',', 'sat', '.'],
    ]);
  });

  it('is not the masks, nor a text without words', async () => {
    expect(await places('the [MASK] sat')).toEqual([['the [MASK] sat', 'the', 'sat']]);
    expect(await places('the <mask> sat, [MASK:cat|dog]ing.')).toEqual([
      ['the <mask> sat, [MASK:cat|dog]ing.', 'the', 'sat', ',', 'ing', '.'],
    ]);
    const [sentence] = await scoreOne(model(), 'the ____ sat', { spelling: '____' });
    expect(sentence?.words.map(({ start }) => start)).toEqual([0, 9]);
    for (const text of ['', '   ', '[MASK]']) expect(await places(text)).toEqual([]);
  });

  it('is what begins in a range, with the text around it', async () => {
    const toy = model();
    const text = 'the cat sat. the dog sat.';
    const [sentences] = await scoreTexts(toy, [{ text, within: { start: 17, end: 24 } }]);
    expect(sentences?.map(({ words }) => words.map(({ start }) => start))).toEqual([[17, 21]]);
    expect(asked(toy)).toEqual([
      '[CLS] the cat sat . the ([MASK]) sat . [SEP]',
      '[CLS] the cat sat . the dog ([MASK]) . [SEP]',
    ]);
  });

  it.each([
    ['right to left', 'שלום, עולם. مرحبا بالعالم'],
    ['Chinese', '中文,中文。中文'],
    ['emoji and combining marks', '👨‍👩‍👧 e\u0301te\u0301 👍🏽!'],
    ['control characters and halves of pairs', 'a\u0000b \ud83d c \udc00.'],
    ['a long run', 'x'.repeat(600)],
  ])('has exact places in %s', async (_, text) => {
    const sentences = await scoreOne(model(), text);
    const words = sentences.flatMap((sentence) => sentence.words);
    expect(words.length).toBeGreaterThan(0);
    let end = 0;
    for (const word of words) {
      expect(word.start).toBeGreaterThanOrEqual(end);
      expect(word.end).toBeGreaterThan(word.start);
      expect(text.slice(word.start, word.end)).toBe(text.slice(word.start, word.end).trim());
      end = word.end;
    }
    expect(text.slice(end).trim()).toBe('');
  });
});

describe('windows', () => {
  it('hold whole sentences around the one that is scored', async () => {
    const toy = model(10);
    const sentences = await scoreOne(toy, 'the cat sat! the dog! the dog played! the cat!');
    expect(sentences.map(({ seen }) => seen)).toEqual(['sentences', 'sentences', 'sentences', 'sentences']);
    expect(asked(toy)[0]).toBe('[CLS] ([MASK]) cat sat ! the dog ! [SEP]');
    expect(asked(toy)).toContain('[CLS] the cat sat ! the ([MASK]) ! [SEP]');
    expect(asked(toy).at(-1)).toBe('[CLS] the dog play ed ! the cat ([MASK]) [SEP]');
  });

  it('cut a sentence that is longer, with much on both sides', async () => {
    const pieces = Array.from({ length: 40 }, (_, i) => (i % 4 === 3 ? `##${i}` : `w${i}`));
    const toy = toyModel(pieces, () => 1, 10);
    const text = pieces.join(' ').replaceAll(' ##', '');
    const [sentence] = await scoreOne(toy, text);
    expect(sentence?.seen).toBe('part');
    expect(sentence?.words.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text);
    expect(sentence?.words.flatMap((word) => word.tokens.map((token) => token.text))).toEqual(
      pieces.map((piece) => piece.replace('##', '')),
    );
    const queries = toy.asked.flat();
    expect(queries).toHaveLength(40);
    for (const [
      i,
      {
        ids,
        places: [place = 0],
      },
    ] of queries.entries()) {
      expect(ids).toHaveLength(10);
      expect([4, 5 + i - (place - 1)]).toContain(ids[1]);
      expect(place - 1).toBeGreaterThanOrEqual(Math.min(i, 2));
      expect(8 - place).toBeGreaterThanOrEqual(Math.min(39 - i, 2));
    }
  });

  it('cut words of more tokens than a window', async () => {
    const toy = toyModel(['a', '##a'], () => 1, 10);
    const [sentence] = await scoreOne(toy, 'a'.repeat(50));
    expect(sentence?.words).toHaveLength(1);
    expect(sentence?.words[0]?.tokens).toHaveLength(50);
    expect(sentence?.words[0]?.logprob).toBeCloseTo(50 * Math.log(1 / 2), 5);
  });
});

describe('guesses', () => {
  const toy = toyModel(['the', 'cat', 'catch', '##ing', '##s', ',', '.', 'dog'], (token, place, tokens) =>
    tokens[place - 1] === 'the'
      ? ({ dog: 50, '##s': 80, ',': 70, cat: 10, catch: 1 }[token] ?? 0.1)
      : token === '.'
        ? 20
        : 1,
  );
  const guesses = async (text: string) =>
    (await scoreOne(toy, text, { guesses: 1 })).flatMap(({ words }) =>
      words.map(({ start, end, guesses }) => [text.slice(start, end), guesses?.[0]?.text]),
    );

  it('are what the model finds likelier and what can stand there', async () => {
    expect(await guesses('the cat ,')).toEqual([
      ['the', undefined],
      ['cat', 'dog'],
      [',', '.'],
    ]);
    expect(await guesses('the catching .')).toEqual([
      ['the', undefined],
      ['catching', 'dog'],
      ['.', undefined],
    ]);
    expect(await guesses('the dog')).toEqual([
      ['the', undefined],
      ['dog', undefined],
    ]);
  });

  it('may be the beginning of the word', async () => {
    const played = toyModel(['play', '##ing'], (token) => (token === 'play' ? 9 : 1));
    const [sentence] = await scoreOne(played, 'playing', { guesses: 1 });
    expect(sentence?.words[0]?.guesses?.[0]?.text).toBe('play');
  });

  it('are told when they are asked for alone', async () => {
    expect((await scoreOne(toy, 'the cat'))[0]?.words.some((word) => 'guesses' in word)).toBe(false);
  });
});
