import path from 'node:path';
import type { ModelSizes } from '../checkpoint/architecture.js';
import { type Checkpoint, readCheckpoint } from '../checkpoint/checkpoint.js';
import { compileInspection, compileTasks } from '../checkpoint/compile.js';
import { int8Copy } from '../checkpoint/int8.js';
import type { GraphOptions } from '../checkpoint/onnx/graph.js';
import { readPreferences } from '../checkpoint/preferences.js';
import { ClozeError } from '../core/errors.js';
import type { TokenRow } from '../core/maskedModel.js';
import { DEFAULT_REPRESENTATION } from '../core/vectors/representation.js';
import type { LoadParams, ModelInfo } from '../protocol/engine.js';
import { loadTokenizer } from '../tokenizer/load.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { graphOptions } from './graphOptions.js';
import { markUsed, removeLeastUsed } from './leastUsed.js';
import type { InspectQuery } from './queries/inspect.js';
import { type PooledStates, type PoolQuery, poolAnswers, poolFeeds, poolOutputs } from './queries/pool.js';
import { sequenceFeeds } from './queries/sequence.js';
import { type QueuedTokens, TOKEN_OUTPUTS, tokenAnswers, tokenFeeds } from './queries/tokens.js';
import { loadRuntime, runtimeFacts } from './runtime.js';
import { type Array32, Session, type SessionOptions } from './session.js';

export type Query = QueuedTokens | PoolQuery | InspectQuery;
export type Answer = TokenRow[] | PooledStates | ReadonlyMap<string, Array32>;

/** A checkpoint with its tokenizer, loaded on a device. */
export class Model {
  #inspection: Promise<Session> | undefined;

  private constructor(
    readonly info: ModelInfo,
    /** Missing in a folder that has none: such a model can only be inspected. */
    readonly tokenizer: Tokenizer | undefined,
    readonly params: LoadParams,
    private readonly checkpoint: Checkpoint,
    private readonly session: Session,
  ) {}

  /** @throws ClozeError when the folder, the native libraries or the device fail */
  static async load(params: LoadParams): Promise<Model> {
    const started = performance.now();
    await loadRuntime(params.onnxRuntime);
    const checkpoint = await readCheckpoint(params.folder);
    const { sizes, can } = checkpoint;
    const { representation = DEFAULT_REPRESENTATION } = await readPreferences(params.folder);
    const tokenizer = await loadTokenizer(params.folder);
    const session = await loadTasks(checkpoint, params);
    const info: ModelInfo = {
      name: path.basename(path.resolve(params.folder)),
      type: checkpoint.modelType,
      device: params.device,
      precision: params.precision ?? 'fp32',
      layers: sizes.layers,
      hiddenSize: sizes.hiddenSize,
      vocabularySize: sizes.vocabSize,
      maxTokens: sizes.maxPositions,
      canFill: can.tokens && tokenizer?.mask !== undefined,
      hasPooler: checkpoint.architecture.pooler !== undefined,
      representation,
      ...(can.pair && { pairTask: can.pair }),
      ...(tokenizer?.mask && { maskToken: tokenizer.mask.text }),
      ...(await runtimeFacts()),
      loadMilliseconds: performance.now() - started,
    };
    return new Model(info, tokenizer, params, checkpoint, session);
  }

  /** Only queries of one group share a run. */
  group(query: Query): string {
    switch (query.kind) {
      case 'tokens': // padding rows costs: a batch holds at most twice the rows that are asked for
        return `tokens ${Math.ceil(Math.log2(query.places.length))}`;
      case 'pool':
        return `pool ${query.layers} ${query.weights.length} ${query.maxMasks.length} ${query.pooler === true}`;
      case 'inspect':
        return 'inspect';
    }
  }

  length(query: Query): number {
    return query.ids.length;
  }

  /** Answers checked queries of one group in one run. */
  async run(batch: readonly Query[]): Promise<Answer[]> {
    const [first] = batch;
    if (first?.kind === 'inspect') {
      return Promise.all(batch.map((query) => this.#inspect(query as InspectQuery)));
    }
    const tokens = batch.filter((query) => query.kind === 'tokens');
    const pools = batch.filter((query) => query.kind === 'pool');
    const length = Math.max(...batch.map(({ ids }) => ids.length));
    const feeds = {
      ...sequenceFeeds(batch, length),
      ...tokenFeeds(tokens, batch.length, length),
      ...poolFeeds(pools, batch.length, length),
    };
    return first?.kind === 'tokens'
      ? tokenAnswers(tokens, await this.session.run(feeds, TOKEN_OUTPUTS))
      : poolAnswers(pools, await this.session.run(feeds, poolOutputs(pools)));
  }

  async #inspect({ feeds }: InspectQuery): Promise<ReadonlyMap<string, Array32>> {
    const { architecture, weightsFolder } = this.checkpoint;
    const graph = () => compileInspection(architecture, graphOptions(this.params.device));
    this.#inspection ??= Session.load(graph(), weightsFolder, this.params);
    const session = await this.#inspection.catch((error: unknown) => {
      this.#inspection = undefined;
      throw error;
    });
    return session.run(feeds, session.outputs);
  }

  /**
   * Native kernels do not all check indices: nothing outside the tables may reach them.
   * @throws ClozeError `bad-request`
   */
  check(query: Query): void {
    const { vocabSize, segments, maxPositions } = this.checkpoint.sizes;
    // But for inspection, the caller gave a text: ids, segments and special tokens are the tokenizer's.
    const isOurs = query.kind !== 'inspect';
    const fail = (what: string) => {
      const whose = isOurs ? "The tokenizer does not belong to the model's weights: the" : 'The';
      return new ClozeError(isOurs ? 'bad-checkpoint' : 'bad-request', `${whose} ${what}.`);
    };
    const outside = (values: Int32Array, limit: number) => values.find((value) => value < 0 || value >= limit);
    const id = outside(query.ids, vocabSize);
    if (id !== undefined) {
      throw fail(`token id ${id} is outside the vocabulary of ${vocabSize}`);
    }
    const type = outside(query.types, segments);
    if (type !== undefined) throw fail(`segment ${type} is outside the model's ${segments}`);
    const length = query.kind === 'inspect' ? query.length : query.ids.length;
    if (length > maxPositions) {
      throw fail(`text has ${length} tokens; the model takes at most ${maxPositions}`);
    }
    if (query.kind !== 'tokens') return;
    const { places, targets = [] } = query;
    const bad =
      places.find((place) => !(place >= 0 && place < query.ids.length)) ??
      targets.flat().find((target) => !(target >= 0 && target < vocabSize));
    if (bad !== undefined || places.length === 0) {
      throw new ClozeError('bad-request', `There is no place or target token ${bad}.`);
    }
  }
}

/** @throws ClozeError `bad-request` for a precision that the device does not have */
async function loadTasks({ architecture, weightsFolder, sizes }: Checkpoint, params: LoadParams): Promise<Session> {
  const { precision = 'fp32', device, cache, showPlacement } = params;
  const options: SessionOptions = { device, showPlacement, threads: threadsFor(sizes) };
  const load = (graph: GraphOptions, folder = weightsFolder) =>
    Session.load(compileTasks(architecture, { ...graphOptions(device), ...graph }), folder, options);
  if (precision === 'fp32') return load({});
  if ((precision === 'fp16') === (device === 'cpu')) {
    throw new ClozeError('bad-request', `${precision} is not for the device ${device}.`);
  }
  if (precision === 'fp16') return load({ half: true });
  if (cache === undefined) throw new ClozeError('bad-request', `${precision} needs a folder to keep the copy in.`);
  const { tensors, folder, file } = await int8Copy(architecture, cache, precision);
  await markUsed(file);
  await removeLeastUsed(cache, INT8_FOLDERS, MOST_INT8_BYTES);
  return load({ copy: tensors }, folder);
}

const INT8_FOLDERS = /^int[78]-/;
/** Of all int8 copies together: those of models that changed or are gone make room. Some 11 of BERT's base size. */
const MOST_INT8_BYTES = 2 ** 31;

/** With fewer weights in its layers, a model has products so small that a second thread costs more than it gives. */
const FEW_WEIGHTS = 1_000_000;

/** @returns undefined for ONNX Runtime's own choice, one a core, each tied to its core: with a number they are not, and wake late */
function threadsFor({ layers, hiddenSize }: ModelSizes): number | undefined {
  return 12 * layers * hiddenSize ** 2 < FEW_WEIGHTS ? 1 : undefined;
}
