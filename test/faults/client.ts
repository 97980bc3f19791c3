import { EngineClient, type EngineClientOptions } from '../../src/client/engineClient.js';
import { MODEL } from '../support/built.js';

export interface OpenClient extends Disposable {
  readonly engine: EngineClient;
  /** The ids of all its engine processes that became ready, and of those that were added. */
  readonly pids: Set<number>;
}

/** An engine client for the bundled model, disposed at the end of its block. */
export function openClient(options: Pick<EngineClientOptions, 'script'> & Partial<EngineClientOptions>): OpenClient {
  const pids = new Set<number>();
  const engine = new EngineClient({
    ...options,
    onState(state) {
      if (state.kind === 'ready' && engine.pid !== undefined) pids.add(engine.pid);
      options.onState?.(state);
    },
  });
  engine.use({ folder: MODEL, device: 'cpu' });
  return { engine, pids, [Symbol.dispose]: () => engine.dispose() };
}
