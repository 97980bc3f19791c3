import { setImmediate } from 'node:timers/promises';
import { ClozeError } from '../core/errors.js';
import { runInSlices } from '../core/steps.js';
import { meanCosine } from '../core/vectors/backgroundPairs.js';
import { parseRepresentation } from '../core/vectors/representation.js';
import { rawVectors, statesFor } from '../core/vectors/states.js';
import { applied, treatmentBy } from '../core/vectors/treatment.js';
import type { LoadParams, Urgency } from '../protocol/engine.js';
import type { Handlers } from '../protocol/rpc.js';
import type { VectorMethods } from '../protocol/vectors.js';
import { Background, type BackgroundWork } from './background.js';
import { BackgroundStore } from './backgroundStore.js';
import { compareWords } from './compareWords.js';
import { type AskPool, type PoolingModel, poolStates } from './poolStates.js';

/** What a request needs of the loaded model. */
export interface VectorContext {
  readonly model: PoolingModel;
  readonly load: LoadParams;
  readonly ask: AskPool;
  readonly signal: AbortSignal;
}

/** How long a computation of ours may keep other requests waiting. */
const SLICE_MILLISECONDS = 10;

/** The methods for sentence vectors. @param serve gives a request its place in the queue, and the model */
export function vectorMethods(
  serve: <T>(urgency: Urgency, signal: AbortSignal, task: (context: VectorContext) => Promise<T>) => Promise<T>,
): Handlers<VectorMethods> {
  const backgrounds = new Map<string, Promise<Background>>();
  const backgroundOf = (file: string, { model, load }: VectorContext): Promise<Background> => {
    const known = backgrounds.get(file);
    if (known) return known;
    const opening = openBackground(file, model.layers, load);
    backgrounds.set(file, opening);
    opening.catch(() => backgrounds.delete(file));
    return opening;
  };

  return {
    poolStates: (params, callSignal) =>
      serve(params, callSignal, ({ model, ask }) => poolStates(params.texts, params.keys, model, ask)),

    represent: ({ texts, representations, background: file, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async (context) => {
        const { model, ask } = context;
        const wanted = representations.map(parseRepresentation);
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
          const background = await backgroundOf(file, context);
          const fit = await background.fit(representation, background.among(texts), work);
          vectors.push(await work.run(applied(treatmentBy(representation.treatment, fit), raw)));
        }
        return { texts: pooled.map(({ tokens, parts }) => ({ tokens, parts })), vectors };
      }),

    background: ({ representations, background: file, compared, ...urgency }, callSignal) =>
      serve(urgency, callSignal, async (context) => {
        const background = await backgroundOf(file, context);
        const leftOut = background.among(compared);
        const facts = [];
        for (const representation of representations.map(parseRepresentation)) {
          const pairs = await background.pairs(representation, leftOut, workOf(context));
          const sentences = background.sentences.length - leftOut.size;
          facts.push({ sentences, pairs, meanCosine: meanCosine(pairs) });
        }
        return facts;
      }),

    compareWords: (params, callSignal) =>
      serve(params, callSignal, ({ model, ask }) =>
        compareWords(params.texts, parseRepresentation(params.representation), model, ask),
      ),
  };
}

async function openBackground(file: string, layers: number, load: LoadParams): Promise<Background> {
  const { cache, folder, device, precision = 'fp32' } = load;
  const store = cache === undefined ? undefined : await BackgroundStore.open(cache, folder, `${device} ${precision}`);
  return Background.open(file, layers, store);
}

function workOf({ model, ask, signal }: VectorContext): BackgroundWork {
  return {
    pool: (texts, keys) => poolStates(texts, keys, model, ask),
    run: (steps) =>
      runInSlices(steps, SLICE_MILLISECONDS, async () => {
        await setImmediate();
        if (signal.aborted)
          throw signal.reason instanceof ClozeError
            ? signal.reason
            : new ClozeError('cancelled', 'The request was cancelled.');
      }),
  };
}
