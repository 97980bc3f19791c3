import { ClozeError } from '../core/errors.js';
import type { MaskedModel, SpecialToken, TokenQuery, TokenRow } from '../core/maskedModel.js';
import type { Span } from '../core/masks.js';
import { completeWord } from '../core/methods/completeWord.js';
import { continueAt } from '../core/methods/continuation.js';
import { fill } from '../core/methods/fill.js';
import { fillAt } from '../core/methods/fillAt.js';
import { rank } from '../core/methods/rank.js';
import { judgeReplacements, replaceWord } from '../core/methods/replace.js';
import { scoreTexts } from '../core/methods/score.js';
import { scoreProse } from '../core/methods/scoreProse.js';
import { trySpans } from '../core/methods/spanTrial.js';
import { suggestAt } from '../core/methods/suggest.js';
import { familiarity } from '../core/methods/unfamiliar.js';
import { type Passage, passageAt } from '../core/prose/passage.js';
import { asRead } from '../core/prose/reading.js';
import type { EngineMethods, Lane, TensorData, Urgency } from '../protocol/engine.js';
import type { Handlers } from '../protocol/rpc.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { Backgrounds, type ServeVectors } from './backgrounds.js';
import { embed } from './embed.js';
import { predict, tokenize } from './evaluate.js';
import { maskedModel } from './maskedModel.js';
import { type Answer, Model, type Query } from './model.js';
import { Newest } from './newest.js';
import { poolingMethods } from './poolingMethods.js';
import { inspectQuery } from './queries/inspect.js';
import type { PooledStates } from './queries/pool.js';
import { Scheduler } from './scheduler.js';
import { selfTest } from './selfTest.js';
import type { Array32 } from './session.js';
import { vectorMethods } from './vectorMethods.js';

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
  let progress = () => 0;

  const loaded = (): Promise<Loaded> => {
    if (loading) return loading;
    throw new ClozeError('bad-request', 'No model is loaded.');
  };
  /** Serves a request until it is done, or a newer one takes its place. */
  const serve = async <T>(
    { key, lane }: Urgency,
    callSignal: AbortSignal,
    task: (engine: Loaded, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const { signal, done } = newest.open(key, callSignal);
    try {
      const engine = await loaded();
      const leave = engine.queue.enter(lane);
      return await task(engine, signal).finally(leave);
    } finally {
      done();
    }
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
  const tokenAsker = (engine: Loaded, lane: Lane, signal: AbortSignal) => {
    const ask = asker<TokenRow[]>(engine, lane, signal);
    const { vocabularySize } = engine.model.info;
    return (queries: readonly TokenQuery[]) =>
      ask(queries.map((query) => ({ kind: 'tokens', ...query, top: Math.min(query.top, vocabularySize) })));
  };
  /** Serves a request by a method of core. */
  const serveBy = <T>(
    urgency: Urgency,
    callSignal: AbortSignal,
    method: (model: MaskedModel) => Promise<T>,
  ): Promise<T> =>
    serve(urgency, callSignal, (engine, signal) => {
      const { maxTokens } = engine.model.info;
      const model = { tokenizer: tokenizerOf(engine.model), mask: maskOf(engine.model), maxTokens };
      const askStates = asker<PooledStates>(engine, urgency.lane, signal);
      return method(maskedModel(model, tokenAsker(engine, urgency.lane, signal), askStates));
    });

  const serveVectors: ServeVectors = (urgency, callSignal, task) =>
    serve(urgency, callSignal, (engine, signal) => {
      const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model) };
      const ask = asker<PooledStates>(engine, urgency.lane, signal);
      return task({ model, load: engine.model.params, ask, signal });
    });
  const backgrounds = new Backgrounds();

  return {
    ping: () => progress(),

    async load(params) {
      if (loading) throw new ClozeError('bad-request', 'This process already has a model.');
      loading = Model.load(params).then((model) => {
        const queue = new Scheduler<Query, Answer>(model);
        progress = () => queue.batches;
        return { model, queue };
      });
      loading.catch(() => {
        loading = undefined;
      });
      return (await loading).model.info;
    },

    fill(params, callSignal) {
      const started = performance.now();
      return serveBy(params, callSignal, async (model) => {
        return { ...(await fill(model, params)), milliseconds: performance.now() - started };
      });
    },

    fillSpans(params, callSignal) {
      return serveBy(params, callSignal, (model) => trySpans(model, params.spans));
    },

    score(params, callSignal) {
      return serveBy(params, callSignal, (model) => scoreTexts(model, params.texts, params));
    },

    scoreProse(params, callSignal) {
      return serveBy(params, callSignal, (model) => scoreProse(model, params, params));
    },

    continueAt(params, callSignal) {
      return serveBy(params, callSignal, (model) => continueAt(model, params));
    },

    fillAt(params, callSignal) {
      return serveBy(params, callSignal, (model) => fillAt(model, params));
    },

    completeWord(params, callSignal) {
      return serveBy(params, callSignal, async (model) => {
        const request = asRead(params);
        return request ? completeWord(model, request) : [];
      });
    },

    suggestAt(params, callSignal) {
      return serveBy(params, callSignal, async (model) => {
        const request = asRead(params);
        return request ? suggestAt(model, request) : [];
      });
    },

    rank(params, callSignal) {
      const { text, span } = readIn(params);
      return serveBy(params, callSignal, (model) => rank(model, { ...params, text, span }));
    },

    async replace(params, callSignal) {
      const { text, span, toSource } = readIn(params);
      const found = await serveBy(params, callSignal, (model) => replaceWord(model, { ...params, text, span }));
      return found.flatMap((it) => {
        const edits = it.edits.map((edit) => ({ ...edit, ...toSource(edit) }));
        return it.edits.every((edit) => toSource(edit)) ? [{ ...it, edits }] : [];
      });
    },

    judgeReplacements(params, callSignal) {
      return serveBy(params, callSignal, (model) => judgeReplacements(model, params));
    },

    embed(params, callSignal) {
      return serve(params, callSignal, async (engine, signal) => {
        const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model) };
        return embed(params, model, asker<PooledStates>(engine, params.lane, signal));
      });
    },

    ...vectorMethods(serveVectors, backgrounds),
    ...poolingMethods(serveVectors, backgrounds),

    async tokenize({ texts }) {
      return tokenize(texts, tokenizerOf((await loaded()).model));
    },

    async familiarity({ texts }) {
      const tokenizer = tokenizerOf((await loaded()).model);
      return Promise.all(texts.map((text) => familiarity(tokenizer, text)));
    },

    predict(params, callSignal) {
      return serve(params, callSignal, async (engine, signal) => {
        const model = { tokenizer: tokenizerOf(engine.model), mask: maskOf(engine.model) };
        return predict(params, model, tokenAsker(engine, params.lane, signal));
      });
    },

    async selfTest(_, signal) {
      const engine = await loaded();
      const model = { ...engine.model.info, tokenizer: tokenizerOf(engine.model) };
      return selfTest(model, tokenAsker(engine, 'background', signal), asker(engine, 'background', signal));
    },

    async inspect(params, signal) {
      const ask = asker<ReadonlyMap<string, Array32>>(await loaded(), 'interactive', signal);
      const [outputs] = await ask([inspectQuery(params)]);
      return Object.fromEntries(outputs as ReadonlyMap<string, TensorData>);
    },
  };
}

/** What a model should read around a place: of a document, the prose. */
function readIn({ text, span, language }: { text: string; span: Span; language?: string }): Passage {
  return language === undefined ? { text, span, toSource: (it) => it } : passageAt(text, language, span);
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
