import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoint/checkpoint.js';
import { copyGolden, folderWith, type Json, temporaryFolder } from '../../support/checkpoints.js';
import { refusal } from '../../support/errors.js';

describe('the folder of a checkpoint', () => {
  const refused = async (folder: string, code: string, message: RegExp) =>
    expect(readCheckpoint(folder)).rejects.toMatchObject(refusal(code, message));

  it('must be there', async () => {
    const folder = await temporaryFolder();
    await rm(folder, { recursive: true });
    await refused(folder, 'bad-checkpoint', /^There is no folder .+\.$/);
  });

  it('must be a folder', async () => {
    const file = path.join(await folderWith({ x: '' }), 'x');
    await refused(file, 'bad-checkpoint', /^There is no folder .+\.$/);
  });

  it('must hold config.json', async () => {
    const folder = await folderWith({ 'model.safetensors': '' });
    await refused(folder, 'bad-checkpoint', /^There is no config\.json in .+\.$/);
  });

  it.each([
    ['{', /^config\.json cannot be read as JSON \(.+\)\.$/],
    ['[]', /^config\.json does not hold a JSON object\.$/],
    ['null', /^config\.json does not hold a JSON object\.$/],
    ['{}', /^config\.json: model_type should be a text, but is undefined\.$/],
  ])('is refused when config.json is %s', async (config, message) => {
    await refused(await folderWith({ 'config.json': config }), 'bad-checkpoint', message);
  });

  it('is refused when config.json is huge, without reading it', async () => {
    const folder = await folderWith({ 'config.json': '' });
    await truncate(path.join(folder, 'config.json'), 2 ** 40);
    await refused(folder, 'bad-checkpoint', /^config\.json is 1099511627776 bytes long; at most 16777216 are read\.$/);
  });
});

describe('config.json', () => {
  it.each<[Json, code: 'bad-checkpoint' | 'unsupported', message: RegExp]>([
    [{ model_type: 'gpt2' }, 'unsupported', /^config\.json: models of the type "gpt2" .* known are: bert, albert\.$/],
    [{ model_type: ['bert'] }, 'bad-checkpoint', /^config\.json: model_type should be a text, but is \["bert"\]\.$/],
    ...['32', 0, -1, 1.5, 1e99, null, true, [], undefined].map((size): [Json, 'bad-checkpoint', RegExp] => [
      { hidden_size: size },
      'bad-checkpoint',
      /^config\.json: hidden_size should be a whole number from 1.*, but is .+\.$/,
    ]),
    [{ num_hidden_layers: 0 }, 'bad-checkpoint', /num_hidden_layers should be a whole number/],
    [{ vocab_size: 2 ** 40 }, 'bad-checkpoint', /vocab_size should be a whole number/],
    [{ max_position_embeddings: '24' }, 'bad-checkpoint', /max_position_embeddings should be a whole number/],
    [{ type_vocab_size: -2 }, 'bad-checkpoint', /type_vocab_size should be a whole number/],
    [{ intermediate_size: {} }, 'bad-checkpoint', /intermediate_size should be a whole number/],
    [{ num_attention_heads: 5 }, 'bad-checkpoint', /hidden_size 32 is not a multiple of num_attention_heads 5\.$/],
    [{ num_attention_heads: 64 }, 'bad-checkpoint', /hidden_size 32 is not a multiple of num_attention_heads 64\.$/],
    [{ layer_norm_eps: 0 }, 'bad-checkpoint', /layer_norm_eps should be a number above 0, but is 0\.$/],
    [{ layer_norm_eps: '1e-12' }, 'bad-checkpoint', /layer_norm_eps should be a number above 0, but is "1e-12"\.$/],
    [{ hidden_act: 'cosine' }, 'unsupported', /hidden_act "cosine" is not supported; known are: gelu, .*relu/],
    [{ hidden_act: 'toString' }, 'unsupported', /hidden_act "toString" is not supported/],
    [{ hidden_act: 3 }, 'bad-checkpoint', /hidden_act should be a text, but is 3\.$/],
    [{ position_embedding_type: 'rotary' }, 'unsupported', /position_embedding_type "rotary" is not supported/],
    [{ is_decoder: true }, 'unsupported', /this model is a decoder; Cloze runs encoders\.$/],
    [{ add_cross_attention: true }, 'unsupported', /this model is a decoder; Cloze runs encoders\.$/],
    [{ is_decoder: 'no' }, 'bad-checkpoint', /is_decoder should be true or false, but is "no"\.$/],
    [{ tie_word_embeddings: 1 }, 'bad-checkpoint', /tie_word_embeddings should be true or false, but is 1\.$/],
    [{ hidden_size: 'x'.repeat(9999) }, 'bad-checkpoint', /^.{0,200}…\.$/],
  ])('with %o is refused', async (changes, code, message) => {
    const folder = await copyGolden('bert', changes);
    await expect(readCheckpoint(folder)).rejects.toMatchObject(refusal(code, message));
  });

  it('with values nested deep is refused', async () => {
    const folder = await copyGolden('bert');
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    await writeFile(path.join(folder, 'config.json'), `{"model_type": "bert", "hidden_size": ${deep}}`);
    await expect(readCheckpoint(folder)).rejects.toMatchObject(refusal('bad-checkpoint', /hidden_size should be/));
  });

  it('with more layers than any model has is refused, though ALBERT shares their weights', async () => {
    const folder = await copyGolden('albert', { num_hidden_layers: 2 ** 24 });
    await expect(readCheckpoint(folder)).rejects.toMatchObject(refusal('bad-checkpoint', /num_hidden_layers/));
  });
});
