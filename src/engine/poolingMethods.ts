import { contributions } from '../core/comparison/contributions.js';
import type { ComparisonProgress, PoolingMethods } from '../protocol/pooling.js';
import type { Handlers } from '../protocol/rpc.js';
import type { Backgrounds, ServeVectors } from './backgrounds.js';
import { PoolingComparison } from './poolingComparison.js';
import { partsOf, type TextPart } from './textParts.js';

/** The methods for pooling methods side by side. */
export function poolingMethods(serve: ServeVectors, backgrounds: Backgrounds): Handlers<PoolingMethods> {
  const comparison = new PoolingComparison(backgrounds);
  const progress = new Map<string, ComparisonProgress>();

  return {
    comparePoolings: ({ sentences, methods, background, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async (context) => {
        const { key } = urgency;
        const onProgress = (how: ComparisonProgress) => void (key !== undefined && progress.set(key, how));
        try {
          return await comparison.compare({ sentences, methods, background }, context, onProgress);
        } finally {
          if (key !== undefined) progress.delete(key);
        }
      }),

    comparisonProgress: ({ key }) => progress.get(key),

    tokenContributions: ({ text, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async ({ model, ask }) => {
        const encoding = await model.tokenizer.encode(text);
        const { ids, types, sequences } = partsOf(encoding, text, model.maxTokens)[0] as TextPart;
        const weights = Array.from(ids, (_, t) => Float32Array.from(ids, (_, other) => (other === t ? 1 : 0)));
        const [states] = await ask([{ kind: 'pool', layers: 'last', ids, types, weights, maxMasks: [] }]);
        const spans = encoding.spans.filter((_, t) => encoding.sequences[t] !== undefined).values();
        return contributions(states?.linear.at(-1) ?? []).map((it, t) => {
          const isSpecial = sequences[t] === undefined;
          if (isSpecial)
            return { ...it, text: model.tokenizer.vocabulary.piece(ids[t] as number)?.text ?? '', isSpecial };
          const [start, end] = spans.next().value ?? [0, 0];
          return { ...it, text: text.slice(start, end), isSpecial };
        });
      }),
  };
}
