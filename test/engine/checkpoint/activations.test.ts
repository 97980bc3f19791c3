import { expect, it } from 'vitest';
import { ACTIVATION_NAMES, type Activation, activate } from '../../../src/checkpoint/layers.js';
import { Graph } from '../../../src/checkpoint/onnx/graph.js';
import { DataType } from '../../../src/checkpoint/onnx/proto.js';
import { Session } from '../../../src/engine/session.js';
import { copyGolden, difference, goldenFolder, openForInspection, temporaryFolder } from '../../support/checkpoints.js';

/** erf by its Taylor series near 0 and 1 - erfc by Lentz's continued fraction elsewhere. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 2.5) {
    let [term, sum] = [a, a];
    for (let n = 1; n < 80; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = a;
  for (let n = 80; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / fraction / Math.sqrt(Math.PI));
}

const normal = (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2;
/** 1 + tanh y = 2 / (1 + e^-2y) */
const byTanh = (x: number) => x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** By the definitions in transformers/activations.py. */
const FORMULAS: Record<Activation, (x: number) => number> = {
  gelu: normal,
  gelu_python: normal,
  gelu_new: byTanh,
  gelu_fast: byTanh,
  gelu_accurate: byTanh,
  gelu_pytorch_tanh: byTanh,
  gelu_10: (x) => Math.min(10, Math.max(-10, normal(x))),
  quick_gelu: (x) => x * sigmoid(1.702 * x),
  silu: (x) => x * sigmoid(x),
  swish: (x) => x * sigmoid(x),
  mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  relu: (x) => Math.max(0, x),
  relu2: (x) => Math.max(0, x) ** 2,
  relu6: (x) => Math.min(6, Math.max(0, x)),
  leaky_relu: (x) => (x < 0 ? 0.01 * x : x),
  tanh: Math.tanh,
  sigmoid,
  linear: (x) => x,
};

const dense = Array.from({ length: 961 }, (_, i) => (i - 480) / 16);
const tiny = [1e-3, 1e-6, 1e-12, 1e-30, 1e-40].flatMap((x) => [x, -x]);
const POINTS = Float32Array.from([...dense, ...tiny, Math.PI, -Math.E]);

it('there is a formula for each activation', () => {
  expect(Object.keys(FORMULAS).sort()).toEqual([...ACTIVATION_NAMES].sort());
});

it.each(ACTIVATION_NAMES)('%s is what it is called', async (name) => {
  const g = new Graph();
  g.output('y', activate(g, g.input('x', DataType.FLOAT, 'N'), name), DataType.FLOAT, 'N');
  const session = await Session.load(g.encode(), await temporaryFolder(), { device: 'cpu' });
  const outputs = await session.run({ x: { shape: [POINTS.length], data: POINTS } }, ['y']);
  const got = outputs.get('y')?.data as Float32Array;
  expect(got).toHaveLength(POINTS.length);
  for (const [i, x] of POINTS.entries()) {
    const expected = FORMULAS[name](x);
    const off = Math.abs(Number(got[i]) - expected) / Math.max(1, Math.abs(expected));
    expect(off, `${name}(${x}) = ${got[i]}, should be ${expected}`).toBeLessThanOrEqual(1e-6);
  }
});

it('the error function of these tests is right', () => {
  // Abramowitz and Stegun, table 7.1.
  const known = [
    [0, 0],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [1.9, 0.9927904292],
    [-2, -0.995322265],
    [2.5, 0.999593048],
    [3, 0.9999779095],
  ] as const;
  for (const [x, value] of known) expect(Math.abs(erf(x) - value)).toBeLessThan(1e-9);
  expect(Math.abs(erf(2.5) - erf(2.5 - 1e-12))).toBeLessThan(1e-10);
});

it.each([
  ['bert', 'gelu'],
  ['albert', 'gelu_new'],
] as const)("%s without hidden_act takes transformers' default, %s", async (name, activation) => {
  const inputs = { inputIds: [[2, 5, 6, 7, 3]] };
  const { inspect } = await openForInspection(await copyGolden(name, { hidden_act: undefined }));
  const named = await openForInspection(await copyGolden(name, { hidden_act: activation }));
  const [got, expected] = [await inspect(inputs), await named.inspect(inputs)];
  expect(difference(got.get('hidden_states.3'), expected.get('hidden_states.3'))).toBe(0);
});

it('hidden_act changes what a checkpoint computes', async () => {
  const inputs = { inputIds: [[2, 5, 6, 7, 3]] };
  const golden = await openForInspection(goldenFolder('bert'));
  const [gelu, relu] = [golden, await openForInspection(await copyGolden('bert', { hidden_act: 'relu' }))];
  const [a, b] = [await gelu.inspect(inputs), await relu.inspect(inputs)];
  expect(difference(a.get('hidden_states.3'), b.get('hidden_states.3'))).toBeGreaterThan(1e-2);
});
