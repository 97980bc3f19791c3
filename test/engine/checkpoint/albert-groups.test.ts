import { expect, it } from 'vitest';
import {
  difference,
  goldenCases,
  type Json,
  openForInspection,
  readGolden,
  writeCheckpoint,
} from '../../support/checkpoints.js';
import { f32 } from '../../support/half-precision.js';
import type { Stored, Tensors } from '../../support/safetensors.js';

const GROUP = /^albert\.encoder\.albert_layer_groups\.0\.albert_layers\.0\./;
const layerName = (group: number, inner: number) =>
  `albert.encoder.albert_layer_groups.${group}.albert_layers.${inner}.`;

/** Where ALBERT has the parts of BERT's layer. */
const PARTS: [bert: string, albert: string][] = [
  ['attention.self.', 'attention.'],
  ['attention.output.', 'attention.'],
  ['intermediate.dense.', 'ffn.'],
  ['output.dense.', 'ffn_output.'],
  ['output.LayerNorm.', 'full_layer_layer_norm.'],
];

/** BERT as an ALBERT whose embeddings are as wide as its layers; layer i is found at `place(i)`. */
function asAlbert(bert: Tensors, hiddenSize: number, place: (layer: number) => string): Tensors {
  const renamed = Array.from(bert, ([name, tensor]): [string, Stored] => {
    const layer = /^bert\.encoder\.layer\.(\d+)\.(.*)$/.exec(name);
    if (layer) {
      const [, number, rest = ''] = layer;
      const [from, to] = PARTS.find(([prefix]) => rest.startsWith(prefix)) as [string, string];
      return [place(Number(number)) + to + rest.slice(from.length), tensor];
    }
    const heads = name
      .replace('bert.pooler.dense.', 'albert.pooler.')
      .replace('cls.seq_relationship.', 'sop_classifier.classifier.')
      .replace('cls.predictions.transform.', 'predictions.')
      .replace('cls.predictions.', 'predictions.');
    return [heads.replace(/^bert\./, 'albert.'), tensor];
  });
  const identity = Float32Array.from({ length: hiddenSize ** 2 }, (_, i) => (i % (hiddenSize + 1) === 0 ? 1 : 0));
  const mapping = 'albert.encoder.embedding_hidden_mapping_in';
  return new Map([
    ...renamed,
    [`${mapping}.weight`, f32([hiddenSize, hiddenSize], identity)],
    [`${mapping}.bias`, f32([hiddenSize], new Float32Array(hiddenSize))],
  ]);
}

/** Golden albert with copies of its only layer in other places, too. */
function copiesOfTheLayer(albert: Tensors, places: string[]): Tensors {
  const [layer, rest] = [[...albert].filter(([name]) => GROUP.test(name)), [...albert].filter(([n]) => !GROUP.test(n))];
  return new Map([
    ...rest,
    ...places.flatMap((place) => layer.map(([name, tensor]) => [name.replace(GROUP, place), tensor] as const)),
  ]);
}

interface Checkpoint {
  config: Json;
  tensors: Tensors;
}

/** Runs the golden inputs of `name` through two checkpoints and compares outputs; `pairs` names them on both sides. */
async function expectEqual(name: 'bert' | 'albert', one: Checkpoint, other: Checkpoint, pairs?: [string, string][]) {
  const first = await openForInspection(await writeCheckpoint(one.config, one.tensors));
  const second = await openForInspection(await writeCheckpoint(other.config, other.tensors));
  for (const { inputs } of await goldenCases(name)) {
    const [got, expected] = [await first.inspect(inputs), await second.inspect(inputs)];
    if (!pairs) expect([...got.keys()]).toEqual([...expected.keys()]);
    for (const [a, b] of pairs ?? Array.from(expected.keys(), (key): [string, string] => [key, key])) {
      expect(difference(got.get(a), expected.get(b)), `${a}, ${b}`).toBeLessThanOrEqual(1e-5);
    }
  }
}

const albertConfig = (bert: Json, changes: Json): Json => ({ ...bert, model_type: 'albert', ...changes });

it('ALBERT with a group for each layer and wide embeddings is BERT', async () => {
  const bert = await readGolden('bert');
  const tensors = asAlbert(bert.tensors, 32, (layer) => layerName(layer, 0));
  const config = albertConfig(bert.config, { embedding_size: 32, num_hidden_groups: 3 });
  await expectEqual('bert', { config, tensors }, bert);
});

it('ALBERT uses its groups in order, as many layers each', async () => {
  const bert = await readGolden('bert');
  const doubled = new Map(bert.tensors);
  for (const [name, tensor] of bert.tensors) {
    const layer = /^bert\.encoder\.layer\.(\d)\./.exec(name);
    if (!layer) continue;
    for (const copy of [0, 1]) {
      doubled.set(name.replace(layer[0], `bert.encoder.layer.${2 * Number(layer[1]) + copy}.`), tensor);
    }
  }
  const tensors = asAlbert(bert.tensors, 32, (layer) => layerName(layer, 0));
  const config = albertConfig(bert.config, { embedding_size: 32, num_hidden_groups: 3, num_hidden_layers: 6 });
  await expectEqual(
    'bert',
    { config, tensors },
    { config: { ...bert.config, num_hidden_layers: 6 }, tensors: doubled },
  );
});

it('ALBERT with copies of its group in 3 groups stays the same', async () => {
  const albert = await readGolden('albert');
  const tensors = copiesOfTheLayer(albert.tensors, [layerName(0, 0), layerName(1, 0), layerName(2, 0)]);
  await expectEqual('albert', { config: { ...albert.config, num_hidden_groups: 3 }, tensors }, albert);
});

it('a layer of two equal inner layers is two layers', async () => {
  const albert = await readGolden('albert');
  const tensors = copiesOfTheLayer(albert.tensors, [layerName(0, 0), layerName(0, 1)]);
  const inner = { config: { ...albert.config, num_hidden_layers: 1, inner_group_num: 2 }, tensors };
  const plain = { config: { ...albert.config, num_hidden_layers: 2 }, tensors: albert.tensors };
  await expectEqual('albert', inner, plain, [
    ['hidden_states.0', 'hidden_states.0'],
    ['hidden_states.1', 'hidden_states.2'],
    ['attentions.0', 'attentions.0'],
    ['token_logits', 'token_logits'],
  ]);
});

it.each([1, 2])('%i layers of two different inner layers are BERT layers in turn', async (layers) => {
  const bert = await readGolden('bert');
  const order = new Array(layers).fill([0, 1]).flat() as number[];
  const kept = [...bert.tensors].filter(([name]) => !name.startsWith('bert.encoder.layer.'));
  const inTurn = order.flatMap((from, to) =>
    [...bert.tensors]
      .filter(([name]) => name.startsWith(`bert.encoder.layer.${from}.`))
      .map(([name, tensor]) => [name.replace(/layer\.\d/, `layer.${to}`), tensor] as const),
  );
  const plain = {
    config: { ...bert.config, num_hidden_layers: order.length },
    tensors: new Map([...kept, ...inTurn]),
  };
  const tensors = asAlbert(bert.tensors, 32, (layer) => layerName(0, layer));
  const changes = { embedding_size: 32, num_hidden_layers: layers, num_hidden_groups: 1, inner_group_num: 2 };
  await expectEqual('bert', { config: albertConfig(bert.config, changes), tensors }, plain, [
    [`hidden_states.${layers}`, `hidden_states.${order.length}`],
    ['attentions.0', 'attentions.0'],
    ['pair_logits', 'pair_logits'],
  ]);
});
