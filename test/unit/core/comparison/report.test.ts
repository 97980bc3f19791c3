import { expect, it } from 'vitest';
import { place } from '../../../../src/core/comparison/condensed.js';
import { reportBackground, reportMethod } from '../../../../src/core/comparison/report.js';
import { mulberry32 } from '../../../../src/core/evaluation/random.js';
import { runAtOnce } from '../../../../src/core/steps.js';
import { backgroundPairs } from '../../../../src/core/vectors/backgroundPairs.js';
import { Percentiles } from '../../../../src/core/vectors/percentile.js';
import { cosine } from '../../../../src/core/vectors/similarity.js';
import { fitTreatment, treatmentBy } from '../../../../src/core/vectors/treatment.js';

const random = mulberry32(11);
const draw = (count: number) =>
  Array.from({ length: count }, () => Float32Array.from({ length: 6 }, (_, d) => random() * (6 - d) + 0.5));
const background = draw(300);
const lengths = background.map((_, i) => 3 + (i % 9));
const pairs = runAtOnce(backgroundPairs(background, lengths));
const report = runAtOnce(reportBackground(background, pairs));
const vectors = draw(9);
const tokens = vectors.map((_, i) => 4 + i);
const method = runAtOnce(reportMethod({ id: 'mean', vectors, tokens, pairs, background: report }));

it('has the cosine and the percentile of every pair', () => {
  const scale = new Percentiles(pairs);
  for (let i = 0; i < vectors.length; i++) {
    for (let j = i + 1; j < vectors.length; j++) {
      const at = place(i, j, vectors.length);
      const expected = cosine(vectors[i] ?? [], vectors[j] ?? []);
      expect(method.cosines[at]).toBeCloseTo(expected, 6);
      const { percentile } = scale.of(method.cosines[at] as number, [tokens[i] as number, tokens[j] as number]);
      expect(method.percentiles[at]).toBeCloseTo(percentile, 4);
    }
  }
});

it('whitening makes the background isotropic, and that is seen', () => {
  const treatment = { kind: 'whiten' } as const;
  const fit = runAtOnce(fitTreatment(treatment, background));
  const treated = background.map(treatmentBy(treatment, fit));
  const after = runAtOnce(reportBackground(treated, runAtOnce(backgroundPairs(treated, lengths)), 'diagonal'));
  const before = runAtOnce(reportBackground(background, pairs, fit.spectrum?.values));
  expect(after.isoScore).toBeCloseTo(1, 4);
  expect(after.topShare).toBeCloseTo(1 / 6, 4);
  expect(Math.abs(after.meanCosine)).toBeLessThan(0.05);
  expect(before.meanCosine).toBeGreaterThan(0.5);
  for (const share of after.spectrum) expect(share).toBeCloseTo(1 / 6, 4);
  expect(before.spectrum[0]).toBeCloseTo(before.topShare, 6);
  expect(before.spectrum.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

it('zeros have cosine 0 with everything', () => {
  const zero = [new Float32Array(6), ...vectors.slice(0, 2)];
  const { cosines } = runAtOnce(
    reportMethod({ id: 'mean', vectors: zero, tokens: [0, 4, 4], pairs, background: report }),
  );
  expect([...cosines.subarray(0, 2)]).toEqual([0, 0]);
});
