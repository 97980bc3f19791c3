import { type BackgroundReport, type Comparison, LISTED, type Sentences } from '../core/comparison/comparison.js';
import { disagreements } from '../core/comparison/disagreement.js';
import { withGold } from '../core/comparison/gold.js';
import { type LeftOut, lackOf, lackTold } from '../core/comparison/lack.js';
import { type MethodVectors, reportBackground, reportMethod } from '../core/comparison/report.js';
import { sampled } from '../core/comparison/sampling.js';
import { ClozeError } from '../core/errors.js';
import { mulberry32, sample } from '../core/evaluation/random.js';
import { type Familiarity, familiarity } from '../core/methods/unfamiliar.js';
import {
  formatRepresentation,
  parseRepresentation,
  type Representation,
  rawId,
} from '../core/vectors/representation.js';
import { rawVectors, statesFor } from '../core/vectors/states.js';
import { applied, treatmentBy } from '../core/vectors/treatment.js';
import type { ComparisonProgress } from '../protocol/pooling.js';
import type { Background, BackgroundWork } from './background.js';
import { type Backgrounds, type VectorContext, workOf } from './backgrounds.js';
import { Progress } from './comparisonProgress.js';
import { layerMap, mapped, type Pooled } from './poolingMap.js';

/** What is compared, by which methods, against which background file. */
export interface ComparisonRequest {
  readonly sentences: Sentences;
  readonly methods: readonly string[];
  readonly background: string;
}

/** What was learned of a background: by representation, and for the layer map. */
interface Known {
  readonly reports: Map<string, BackgroundReport>;
  map?: Pooled;
}

/** So many background sentences, all pairs of them, give the mean cosines of the layer map. */
const MAP_SENTENCES = 200;

/** Compares pooling methods by the loaded model; what it learns of background texts it keeps. */
export class PoolingComparison {
  readonly #known = new WeakMap<Background, Known>();

  constructor(private readonly backgrounds: Backgrounds) {}

  /**
   * Methods that the model cannot do are left out.
   * @throws ClozeError `bad-request` for fewer than two texts, an id that is none, or when no method is left
   */
  async compare(
    { sentences, methods, background: file }: ComparisonRequest,
    context: VectorContext,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<Comparison> {
    const chosen = sampled(sentences);
    const { texts, pairs = [] } = chosen;
    if (texts.length < 2) throw new ClozeError('bad-request', 'Two different sentences are needed at least.');
    const asked = methods.map(parseRepresentation);
    if (asked.length === 0) throw new ClozeError('bad-request', 'No pooling method was chosen.');
    const { layers, name, type, hiddenSize } = context.model;
    const background = await this.backgrounds.of(file, context);
    const compared = background.among(texts);
    const size = background.sentences.length;
    const { wanted, leftOut } = possible(asked, context.model, size - compared.size);

    const most = texts.length + MAP_SENTENCES + size;
    const progress = new Progress(most, onProgress);
    const work = progress.watch(workOf(context));
    const keys = statesFor([...wanted, ...mapped(layers).flat()], layers);
    const pooled = await work.pool(texts, keys);
    const familiar: Familiarity[] = [];
    for (const text of texts) familiar.push(await familiarity(context.model.tokenizer, text));
    progress.finish(texts.length);
    await background.prepare(wanted, work);
    progress.finish(size);

    const tokens = pooled.map((text) => text.tokens);
    const reports = [];
    for (const representation of wanted) {
      const whitened = wanted.some((it) => it.treatment.kind === 'whiten' && rawId(it) === rawId(representation));
      const { treat, ...known } = await this.#learn(representation, whitened, background, compared, work);
      const raw = pooled.map(rawVectors(representation, keys, layers));
      const vectors = await work.run(applied(treat, raw));
      const id = formatRepresentation(representation);
      reports.push(await work.run(reportMethod({ id, vectors, tokens, ...known })));
    }
    const ordinary = await this.#ordinary(background, layers, work);
    const map = await layerMap(ordinary, { texts: pooled, keys }, pairs, layers, work);
    const percentiles = reports.map((report) => report.percentiles);
    return {
      ...chosen,
      model: { name, type, layers, hiddenSize },
      background: { sentences: size - compared.size },
      methods: await work.run(withGold(reports, texts.length, pairs)),
      leftOut,
      disagreements: reports.length < 2 ? [] : disagreements(percentiles, texts.length, LISTED),
      map,
      familiarity: familiar,
      split: pooled.filter(({ parts }) => parts > 1).length,
    };
  }

  /**
   * What is known of the background by a representation; without left-out sentences it is made once.
   * @param withSpectrum whether the eigenvalues are wanted, which take time
   */
  async #learn(
    representation: Representation,
    withSpectrum: boolean,
    background: Background,
    leftOut: ReadonlySet<number>,
    work: BackgroundWork,
  ): Promise<Pick<MethodVectors, 'pairs' | 'background'> & { treat: (vector: Float32Array) => Float32Array }> {
    const { treatment } = representation;
    const { vectors } = await background.vectors(representation, work);
    const pairs = await background.pairs(representation, leftOut, work);
    const turns = treatment.kind === 'whiten' || treatment.kind === 'rotate';
    const whitening: Representation = { ...representation, treatment: { kind: 'whiten' } };
    const fit = turns || withSpectrum ? await background.fit(whitening, leftOut, work) : undefined;
    const own = treatment.kind === 'centre' ? await background.fit(representation, leftOut, work) : fit;
    const treat = own ? treatmentBy(treatment, own) : (vector: Float32Array) => vector;
    const { reports } = this.#of(background);
    const id = `${formatRepresentation(representation)} ${withSpectrum}`;
    const known = leftOut.size === 0 ? reports.get(id) : undefined;
    if (known) return { pairs, background: known, treat };
    const kept = vectors.filter((_, i) => !leftOut.has(i));
    const treated = await work.run(applied(treat, kept));
    const report = await work.run(reportBackground(treated, pairs, turns ? 'diagonal' : fit?.spectrum?.values));
    if (leftOut.size === 0) reports.set(id, report);
    return { pairs, background: report, treat };
  }

  /** Some background sentences in all layers. */
  async #ordinary(background: Background, layers: number, work: BackgroundWork): Promise<Pooled> {
    const known = this.#of(background);
    if (!known.map) {
      const { sentences } = background;
      const some = sample(sentences.length, Math.min(MAP_SENTENCES, sentences.length), mulberry32(1));
      const keys = statesFor(mapped(layers).flat(), layers);
      known.map = {
        texts: await work.pool(
          some.map((i) => sentences[i] as string),
          keys,
        ),
        keys,
      };
    }
    return known.map;
  }

  #of(background: Background): Known {
    const known = this.#known.get(background) ?? { reports: new Map() };
    this.#known.set(background, known);
    return known;
  }
}

/** The methods that the model can do, and the others. @throws ClozeError `bad-request` when it can do none */
function possible(asked: readonly Representation[], model: VectorContext['model'], background: number) {
  const { layers, hiddenSize, hasPooler, tokenizer } = model;
  const means = { layers, hiddenSize, hasPooler, hasMask: tokenizer.mask !== undefined, background };
  const wanted: Representation[] = [];
  const leftOut: LeftOut[] = [];
  for (const representation of asked) {
    const lacks = lackOf(representation, means);
    if (lacks) leftOut.push({ id: formatRepresentation(representation), lacks });
    else wanted.push(representation);
  }
  if (wanted.length > 0) return { wanted, leftOut };
  const why = leftOut.map(({ id, lacks }) => `${id} (${lackTold(lacks, means)})`);
  throw new ClozeError('bad-request', `The model can do none of these methods: ${why.join(', ')}.`);
}
