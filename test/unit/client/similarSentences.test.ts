import { describe, expect, it } from 'vitest';
import { similarities } from '../../../src/client/similarity.js';
import { SimilarSentences } from '../../../src/client/similarSentences.js';
import { vectorEngine } from '../../support/vectorEngine.js';

const options = { representation: '', background: 'en.txt', lane: 'background', count: 3 } as const;

describe('similar sentences', () => {
  it('are ranked, the first of equals first', async () => {
    const { ask } = vectorEngine();
    const sentences = ['xyz', 'a b', 'b  a', 'aab', 'q', ''];
    const { similar, representation } = await new SimilarSentences().find(ask, 'ab', sentences, options);
    expect(representation).toBe('mean');
    expect(similar.map(({ index }) => index)).toEqual([1, 2, 3]);
    expect(similar[0]?.cosine).toBeCloseTo(1, 6);
    expect(similar[0]).toMatchObject({ percentile: 100, pairs: 100 });
    expect(similar[2]?.percentile).toBe(95);
  });

  it('are computed once each, until the model or the background is another', async () => {
    const engine = vectorEngine();
    const memory = new SimilarSentences();
    const find = (sentences: string[]) => memory.find(engine.ask, 'ab', sentences, options);
    expect((await find(['one', 'two', ' one', 'two'])).computed).toBe(2);
    expect((await find(['two', 'three', 'one'])).computed).toBe(1);
    expect(engine.asked.flat().filter((text) => text === 'one')).toHaveLength(1);
    engine.by = 'another';
    expect((await find(['two', 'three', 'one'])).computed).toBe(3);
    const chinese = { ...options, background: 'zh.txt' };
    expect((await memory.find(engine.ask, 'ab', ['two', 'one'], chinese)).computed).toBe(2);
  });

  it('of two models are never mixed', async () => {
    const engine = vectorEngine();
    const sentences = Array.from({ length: 200 }, (_, i) => `${'ab'.repeat(i % 5)} x${i}`);
    let slices = 0;
    const changing = {
      ...options,
      onProgress: () => {
        slices += 1;
        if (slices === 3) engine.by = 'another';
      },
    };
    const { computed } = await new SimilarSentences().find(engine.ask, 'ab', sentences, changing);
    expect(computed).toBe(200);
    expect(engine.asked.flat().filter((text) => text === 'ab')).toHaveLength(2);
    let turn = 0;
    const never = {
      ...options,
      onProgress: () => {
        engine.by = `model ${turn++}`;
      },
    };
    const search = new SimilarSentences().find(engine.ask, 'ab', sentences, never);
    await expect(search).rejects.toMatchObject({ code: 'engine-replaced' });
  });

  it('tell how far they are, and end with the request that fails', async () => {
    const { ask } = vectorEngine();
    const seen: number[][] = [];
    const sentences = Array.from({ length: 130 }, (_, i) => `s${i}`);
    const telling = { ...options, onProgress: (done: number, of: number) => seen.push([done, of]) };
    await new SimilarSentences().find(ask, 'ab', sentences, telling);
    expect(seen).toEqual([
      [0, 130],
      [64, 130],
      [128, 130],
      [130, 130],
    ]);
    const failing = (async (...args: Parameters<typeof ask>) => {
      if ('texts' in args[1] && args[1].texts.includes('s70')) throw new Error('gone');
      return ask(...args);
    }) as typeof ask;
    const memory = new SimilarSentences();
    await expect(memory.find(failing, 'ab', sentences, options)).rejects.toThrow('gone');
    expect((await memory.find(ask, 'ab', sentences, options)).computed).toBe(130 - 64);
  });
});

describe('similarities', () => {
  it('are symmetric, with percentiles', async () => {
    const { ask } = vectorEngine();
    const found = await similarities(ask, ['ab', 'abc', 'xyz'], options);
    expect(found).toMatchObject({ representation: 'mean', sentences: 50, meanCosine: 0.5 });
    expect(found.cosines[0]?.[1]).toBeCloseTo(2 / Math.sqrt(6), 6);
    expect(found.cosines[1]?.[0]).toBe(found.cosines[0]?.[1]);
    expect([...(found.percentiles[2] ?? [])]).toEqual([0.5, 0.5, 100]);
  });

  it('are asked again when the model was changed in the middle', async () => {
    const engine = vectorEngine();
    let changes = 1;
    const ask = (async (...args: Parameters<typeof engine.ask>) => {
      if (args[0] === 'background' && changes-- > 0) engine.by = 'another';
      return engine.ask(...args);
    }) as typeof engine.ask;
    expect((await similarities(ask, ['ab', 'cd'], options)).cosines[0]?.[1]).toBe(0);
    expect(engine.asked).toHaveLength(2);
  });
});
