import { setImmediate } from 'node:timers/promises';
import { ClozeError } from '../core/errors.js';
import { runInSlices } from '../core/steps.js';
import type { LoadParams, ModelInfo, Urgency } from '../protocol/engine.js';
import { Background, type BackgroundWork } from './background.js';
import { BackgroundStore } from './backgroundStore.js';
import { type AskPool, type PoolingModel, poolStates } from './poolStates.js';

/** What a request for vectors needs of the loaded model. */
export interface VectorContext {
  readonly model: PoolingModel & Pick<ModelInfo, 'name' | 'type' | 'hiddenSize' | 'representation'>;
  readonly load: LoadParams;
  readonly ask: AskPool;
  readonly signal: AbortSignal;
}

/** Gives a request its place in the queue, and the model. */
export type ServeVectors = <T>(
  urgency: Urgency,
  signal: AbortSignal,
  task: (context: VectorContext) => Promise<T>,
) => Promise<T>;

/** How long a computation of ours may keep other requests waiting. */
const SLICE_MILLISECONDS = 10;

/** The background texts of the loaded model, each opened once. */
export class Backgrounds {
  readonly #opened = new Map<string, Promise<Background>>();

  /** @throws ClozeError `bad-request` when the file cannot be read or has too few sentences */
  of(file: string, { model, load }: VectorContext): Promise<Background> {
    const known = this.#opened.get(file);
    if (known) return known;
    const opening = open(file, model.layers, load);
    this.#opened.set(file, opening);
    opening.catch(() => this.#opened.delete(file));
    return opening;
  }
}

/** The model as a background needs it; what it computes itself pauses for others, and ends when nobody waits for it. */
export function workOf({ model, ask, signal }: VectorContext): BackgroundWork {
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

async function open(file: string, layers: number, load: LoadParams): Promise<Background> {
  const { cache, folder, device, precision = 'fp32' } = load;
  const store = cache === undefined ? undefined : await BackgroundStore.open(cache, folder, `${device} ${precision}`);
  return Background.open(file, layers, store);
}
