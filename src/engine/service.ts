import { ClozeError } from '../core/errors.js';
import type { EngineMethods, Lane, TensorData } from '../protocol/engine.js';
import type { Handlers } from '../protocol/rpc.js';
import type { SpecialToken, Tokenizer } from '../tokenizer/tokenizer.js';
import { embed } from './embed.js';
import { fill } from './fill.js';
import { type Answer, Model, type Query } from './model.js';
import { Newest } from './newest.js';
import { inspectQuery } from './queries/inspect.js';
import type { PooledStates } from './queries/pool.js';
import type { TokenRow } from './queries/tokens.js';
import { Scheduler } from './scheduler.js';
import { selfTest } from './selfTest.js';
import type { Array32 } from './session.js';

interface Loaded {
  readonly model: Model;
  readonly queue: Scheduler<Query, Answer>;
}

/** So many queries of one request wait in the queue at a time: a long request must not make the others' way long. */
const SLICE = 256;

/** What the engine process answers. It holds one model for its whole life: another model is another process. */
export function engineService(): Handlers<EngineMethods> {
  const newest = new Newest();
  let loading: Promise<Loaded> | undefined;

  const loaded = (): Promise<Loaded> => {
    if (loading) return loading;
    throw new ClozeError('bad-request', 'No model is loaded.');
  };
  const asker =
    <A extends Answer>({ model, queue }: Loaded, lane: Lane, signal: AbortSignal) =>
    async (queries: readonly Query[]): Promise<A[]> => {
      for (const query of queries) model.check(query);
      const answers: Answer[] = [];
      for (let i = 0; i < queries.length; i += SLICE) {
        answers.push(...(await queue.submit(queries.slice(i, i + SLICE), { lane, signal })));
      }
      return answers as A[];
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

    async fill(params, callSignal) {
      const started = performance.now();
      const { signal, done } = newest.open(params.key, callSignal);
      try {
        const engine = await loaded();
        const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model), mask: maskOf(engine.model) };
        const masks = await fill(params, model, asker<TokenRow[]>(engine, params.lane, signal));
        return { masks, milliseconds: performance.now() - started };
      } finally {
        done();
      }
    },

    async embed(params, callSignal) {
      const { signal, done } = newest.open(params.key, callSignal);
      try {
        const engine = await loaded();
        const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model) };
        return await embed(params, model, asker<PooledStates>(engine, params.lane, signal));
      } finally {
        done();
      }
    },

    async selfTest(_, signal) {
      const engine = await loaded();
      const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model) };
      return selfTest(model, asker(engine, 'background', signal), asker(engine, 'background', signal));
    },

    async inspect(params, signal) {
      const ask = asker<ReadonlyMap<string, Array32>>(await loaded(), 'interactive', signal);
      const [outputs] = await ask([inspectQuery(params)]);
      return Object.fromEntries(outputs as ReadonlyMap<string, TensorData>);
    },
  };
}

/** @throws ClozeError `unsupported` when the model cannot fill masks */
function maskOf(model: Model): SpecialToken {
  const { mask } = tokenizerOf(model);
  const because = (reason: string) =>
    new ClozeError('unsupported', `The model ${model.info.name} cannot fill masks: ${reason}.`);
  if (!mask) throw because('its tokenizer has no mask token');
  if (!model.info.canFill) throw because('its weights have no head for that');
  return mask;
}

function tokenizerOf({ tokenizer, info }: Model): Tokenizer {
  if (tokenizer) return tokenizer;
  throw new ClozeError('bad-checkpoint', `The model ${info.name} has neither tokenizer.json nor vocab.txt.`);
}
