import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoint/checkpoint.js';
import {
  difference,
  GOLDEN_NAMES,
  type GoldenName,
  goldenCases,
  goldenFolder,
  openForInspection,
  readGolden,
  writeCheckpoint,
} from '../../support/checkpoints.js';

/** Separates an implementation that differs from the reference's own noise (golden README, "Checks done"). */
const TOLERANCE = 5e-5;

/** transformers' names for outputs that are called otherwise here. */
const OTHERWISE: Record<string, string> = {
  pooler_output: 'pooler',
  prediction_logits: 'token_logits',
  seq_relationship_logits: 'pair_logits',
  sop_logits: 'pair_logits',
};

const HEADS: Record<GoldenName, { tokens: boolean; pair?: string }> = {
  bert: { tokens: true, pair: 'nsp' },
  albert: { tokens: true, pair: 'sop' },
  'bert-legacy': { tokens: true, pair: 'nsp' },
  'bert-model': { tokens: false },
  'bert-untied': { tokens: true, pair: 'nsp' },
};

describe.each(GOLDEN_NAMES)('%s', (name) => {
  it('computes what transformers computes', async () => {
    const { model, inspect } = await openForInspection(goldenFolder(name));
    const cases = await goldenCases(name);
    expect(cases.map((golden) => golden.name)).toContain('leftpad');
    for (const { name: caseName, inputs, outputs } of cases) {
      const got = await inspect(inputs);
      const compared = Array.from(outputs, ([output, expected]) => {
        const own = output === 'last_hidden_state' ? `hidden_states.${model.info.layers}` : OTHERWISE[output];
        const key = own ?? output;
        expect(difference(got.get(key), expected), `${caseName}, ${output}`).toBeLessThanOrEqual(TOLERANCE);
        return key;
      });
      expect(new Set(compared), 'nothing is shown that was not compared').toEqual(new Set(got.keys()));
    }
  });

  it('has the heads that its tensors allow', async () => {
    const { can } = await readCheckpoint(goldenFolder(name));
    expect(can).toEqual(HEADS[name]);
    const { info } = (await openForInspection(goldenFolder(name))).model;
    expect(info.pairTask).toBe(HEADS[name].pair);
    expect(info.canFill, 'without a tokenizer there is no mask').toBe(false);
  });
});

it('a checkpoint without a pooler judges no pairs, though it has the classifier', async () => {
  const { config, tensors } = await readGolden('bert');
  for (const part of ['weight', 'bias']) tensors.delete(`bert.pooler.dense.${part}`);
  const folder = await writeCheckpoint(config, tensors);
  expect((await readCheckpoint(folder)).can).toEqual({ tokens: true });
  const { model, inspect } = await openForInspection(folder);
  expect(model.info.pairTask).toBeUndefined();
  const shown = [...(await inspect({ inputIds: [[1, 2]] })).keys()];
  expect(shown).toContain('token_logits');
  expect(shown).not.toContain('pooler');
  expect(shown).not.toContain('pair_logits');
});

it("the vocabulary's bias may lie under its other name", async () => {
  const { config, tensors } = await readGolden('bert');
  const renamed = Array.from(tensors, ([name, tensor]) => {
    return [name === 'cls.predictions.bias' ? 'cls.predictions.decoder.bias' : name, tensor] as const;
  });
  const { inspect } = await openForInspection(await writeCheckpoint(config, new Map(renamed)));
  const [golden] = await goldenCases('bert');
  const got = await inspect(golden?.inputs ?? { inputIds: [] });
  expect(difference(got.get('token_logits'), golden?.outputs.get('prediction_logits'))).toBeLessThanOrEqual(TOLERANCE);
});
