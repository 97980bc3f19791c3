import { ClozeError } from '../core/errors.js';
import type { EngineMethods, TensorData, Urgency } from '../protocol/engine.js';
import type { Handlers } from '../protocol/rpc.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { embed } from './embed.js';
import { fill } from './fill.js';
import { type Answer, Model, type Query } from './model.js';
import { inspectQuery } from './queries/inspect.js';
import type { PooledStates } from './queries/pool.js';
import type { TokenRow } from './queries/tokens.js';
import { Scheduler } from './scheduler.js';
import type { Array32 } from './session.js';

interface Loaded {
  readonly model: Model;
  readonly queue: Scheduler<Query, Answer>;
}

/** What the engine process answers. It holds one model for its whole life: another model is another process. */
export function engineService(): Handlers<EngineMethods> {
  let loading: Promise<Loaded> | undefined;

  const loaded = (): Promise<Loaded> => {
    if (loading) return loading;
    throw new ClozeError('bad-request', 'No model is loaded.');
  };
  const asker =
    <A extends Answer>({ model, queue }: Loaded, { lane, key }: Urgency, signal: AbortSignal) =>
    async (queries: readonly Query[]) => {
      for (const query of queries) model.check(query);
      return (await queue.submit(queries, { lane, key, signal })) as A[];
    };

  return {
    ping: () => null,

    async load(params) {
      if (loading) throw new ClozeError('bad-request', 'This process already has a model.');
      loading = Model.load(params).then((model) => ({ model, queue: new Scheduler(model) }));
      loading.catch(() => {
        loading = undefined;
      });
      return (await loading).model.info;
    },

    async fill(params, signal) {
      const started = performance.now();
      const engine = await loaded();
      const { model } = engine;
      const tokenizer = tokenizerOf(model);
      const { mask } = tokenizer;
      if (!mask || !model.info.canFill) {
        throw new ClozeError('unsupported', `The model ${model.info.name} cannot fill masks: it has no head for it.`);
      }
      const ask = asker<TokenRow[]>(engine, params, signal);
      const masks = await fill(params, { ...model.info, tokenizer, mask }, ask);
      return { masks, milliseconds: performance.now() - started };
    },

    async embed(params, signal) {
      const engine = await loaded();
      const ask = asker<PooledStates>(engine, params, signal);
      return embed(params, { ...engine.model.info, tokenizer: tokenizerOf(engine.model) }, ask);
    },

    async inspect(params, signal) {
      const ask = asker<ReadonlyMap<string, Array32>>(await loaded(), { lane: 'interactive' }, signal);
      const [outputs] = await ask([inspectQuery(params)]);
      return Object.fromEntries(outputs as ReadonlyMap<string, TensorData>);
    },
  };
}

function tokenizerOf({ tokenizer, info }: Model): Tokenizer {
  if (tokenizer) return tokenizer;
  throw new ClozeError('bad-checkpoint', `The model ${info.name} has neither tokenizer.json nor vocab.txt.`);
}
