import { proseSentences } from '../core/prose/sentences.js';
import { meanCosine } from '../core/vectors/backgroundPairs.js';
import { formatRepresentation, parseRepresentation } from '../core/vectors/representation.js';
import { rawVectors, statesFor } from '../core/vectors/states.js';
import { applied, treatmentBy } from '../core/vectors/treatment.js';
import type { Handlers } from '../protocol/rpc.js';
import type { VectorMethods } from '../protocol/vectors.js';
import { type Backgrounds, type ServeVectors, type VectorContext, workOf } from './backgrounds.js';
import { compareWords } from './compareWords.js';
import { poolStates } from './poolStates.js';

/** The methods for sentence vectors. */
export function vectorMethods(serve: ServeVectors, backgrounds: Backgrounds): Handlers<VectorMethods> {
  return {
    poolStates: (params, callSignal) =>
      serve(params, callSignal, ({ model, ask }) => poolStates(params.texts, params.keys, model, ask)),

    represent: ({ texts, representations, background: file, compared = texts, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async (context) => {
        const { model, ask } = context;
        const wanted = representations.map((id) => parseRepresentation(id || model.representation));
        const keys = statesFor(wanted, model.layers);
        const pooled = await poolStates(texts, keys, model, ask);
        const work = workOf(context);
        const vectors: Float32Array[][] = [];
        for (const representation of wanted) {
          const raw = pooled.map(rawVectors(representation, keys, model.layers));
          if (representation.treatment.kind === 'raw') {
            vectors.push(raw);
            continue;
          }
          const background = await backgrounds.of(file, context);
          const fit = await background.fit(representation, background.among(compared), work);
          vectors.push(await work.run(applied(treatmentBy(representation.treatment, fit), raw)));
        }
        return {
          by: identityOf(context),
          representations: wanted.map(formatRepresentation),
          texts: pooled.map(({ tokens, unknown, parts }) => ({ tokens, unknown, parts })),
          vectors,
        };
      }),

    background: ({ representations, background: file, compared, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async (context) => {
        const background = await backgrounds.of(file, context);
        const leftOut = background.among(compared);
        const facts = [];
        for (const id of representations) {
          const representation = parseRepresentation(id || context.model.representation);
          const pairs = await background.pairs(representation, leftOut, workOf(context));
          const sentences = background.sentences.length - leftOut.size;
          facts.push({ by: identityOf(context), sentences, pairs, meanCosine: meanCosine(pairs) });
        }
        return facts;
      }),

    compareWords: (params, callSignal) =>
      serve(params, callSignal, ({ model, ask }) =>
        compareWords(params.texts, parseRepresentation(params.representation || model.representation), model, ask),
      ),

    proseSentences: ({ text, language }) => proseSentences(text, language),
  };
}

function identityOf({ load: { folder, device, precision = 'fp32' } }: VectorContext): string {
  return JSON.stringify([folder, device, precision]);
}
