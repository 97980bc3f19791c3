import type { Ask } from '../../src/client/similarity.js';
import type { BackgroundParams, RepresentParams } from '../../src/protocol/vectors.js';

/** Stands in for the engine: a text's vector counts its letters; random pairs have cosines from 0 to 1. */
export function vectorEngine() {
  const asked: string[][] = [];
  const engine = { by: 'one', asked, ask: (async () => undefined) as unknown as Ask };
  engine.ask = (async (method: string, params: RepresentParams | BackgroundParams) => {
    if ('texts' in params) asked.push([...params.texts]);
    const { by } = engine;
    await Promise.resolve();
    if (method === 'background') {
      const cosines = Float32Array.from({ length: 100 }, (_, i) => i / 100);
      return [{ by, sentences: 50, meanCosine: 0.5, pairs: { cosines, lengths: new Int32Array(200).fill(3) } }];
    }
    const { texts, representations } = params as RepresentParams;
    return {
      by,
      representations: representations.map((id) => id || 'mean'),
      texts: texts.map((text) => ({ tokens: text.split(' ').length, unknown: 0, parts: 1 })),
      vectors: [texts.map(letters)],
    };
  }) as Ask;
  return engine;
}

function letters(text: string): Float32Array {
  return Float32Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => text.toLowerCase().split(letter).length - 1);
}
