import type { Comparison, TextPair } from '../../src/core/comparison/comparison.js';
import { disagreements } from '../../src/core/comparison/disagreement.js';
import { withGold } from '../../src/core/comparison/gold.js';
import { reportBackground, reportMethod } from '../../src/core/comparison/report.js';
import { mulberry32 } from '../../src/core/evaluation/random.js';
import { runAtOnce } from '../../src/core/steps.js';
import { backgroundPairs } from '../../src/core/vectors/backgroundPairs.js';
import { parseRepresentation, type Treatment } from '../../src/core/vectors/representation.js';
import { fitTreatment, treatmentBy } from '../../src/core/vectors/treatment.js';

const DIMENSIONS = 96;
const BACKGROUND = 400;
const TOPICS = 6;

/** How much the vectors of a pooling share, and how much of the topic is in them. */
const POOLINGS: Readonly<Record<string, { readonly common: number; readonly topic: number }>> = {
  cls: { common: 9, topic: 0.5 },
  mean: { common: 2.5, topic: 1 },
  max: { common: 4, topic: 0.8 },
  'first-last': { common: 2, topic: 1.3 },
};

/** What the real computation makes of vectors that were drawn by chance, with topics: no model is needed. */
export function scene(texts: readonly string[], methods: readonly string[], pairs?: readonly TextPair[]): Comparison {
  const tokens = texts.map((text) => text.split(/\s+/).length);
  const reports = methods.map((id) => {
    const { treatment } = parseRepresentation(id);
    const base = id.split('+')[0] ?? id;
    const draw = drawer(POOLINGS[base] ?? { common: 1, topic: 1 }, base.length);
    const raw = Array.from({ length: BACKGROUND }, () => draw(-1));
    const vectors = texts.map((_, i) => draw(i % TOPICS));
    return report(id, treatment, raw, vectors, tokens);
  });
  const percentiles = reports.map((it) => it.percentiles);
  return {
    model: { name: 'drawn-by-chance', type: 'bert', layers: 2, hiddenSize: DIMENSIONS },
    background: { sentences: BACKGROUND },
    texts,
    ...(pairs && { pairs }),
    methods: runAtOnce(withGold(reports, texts.length, pairs ?? [])),
    leftOut: [],
    disagreements: percentiles.length > 1 ? disagreements(percentiles, texts.length, 20) : [],
    map: {
      poolings: ['cls', 'mean', 'max'],
      meanCosine: [
        [Number.NaN, 0.2, 0.5],
        [0.6, 0.4, 0.6],
        [0.95, 0.55, 0.7],
      ],
      ...(pairs && {
        spearman: [
          [Number.NaN, 0.5, 0.3],
          [0.3, 0.6, 0.4],
          [0.2, 0.5, 0.4],
        ],
      }),
    },
    familiarity: tokens.map((count) => ({ tokens: count, unknown: 0, examples: [] })),
    split: 0,
  };
}

function report(
  id: string,
  treatment: Treatment,
  raw: readonly Float32Array[],
  own: readonly Float32Array[],
  tokens: readonly number[],
) {
  const kind = treatment.kind === 'centre' ? 'centre' : 'whiten';
  const fit = runAtOnce(fitTreatment({ kind }, raw));
  const treat = treatmentBy(treatment, fit);
  const background = raw.map(treat);
  const lengths = background.map((_, i) => 4 + (i % 12));
  const known = runAtOnce(backgroundPairs(background, lengths));
  const eigenvalues = treatment.kind === 'whiten' ? 'diagonal' : fit.spectrum?.values;
  return runAtOnce(
    reportMethod({
      id,
      vectors: own.map(treat),
      tokens,
      pairs: known,
      background: runAtOnce(reportBackground(background, known, eigenvalues)),
    }),
  );
}

/** Draws a vector of a topic; -1 is any other. */
function drawer(
  { common, topic: weight }: { common: number; topic: number },
  seed: number,
): (topic: number) => Float32Array {
  const random = mulberry32(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const direction = Array.from({ length: DIMENSIONS }, normal);
  const topics = Array.from({ length: TOPICS }, () => Array.from({ length: DIMENSIONS }, normal));
  return (topic) => {
    const own = topics[topic];
    const strength = common * (0.7 + 0.3 * random());
    return Float32Array.from(
      direction,
      (value, d) => strength * value + weight * (own?.[d] ?? normal()) + normal() * (1 + 2 / (1 + d)),
    );
  };
}
