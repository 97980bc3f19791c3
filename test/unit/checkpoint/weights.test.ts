import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoint/checkpoint.js';
import { findWeights } from '../../../src/checkpoint/weights.js';
import { folderWith, type Json, readGolden, temporaryFolder, writeCheckpoint } from '../../support/checkpoints.js';
import { refusal } from '../../support/errors.js';
import { f32 } from '../../support/half-precision.js';
import { rawSafetensors, type Stored, safetensors, type Tensors } from '../../support/safetensors.js';

const INDEX = 'model.safetensors.index.json';
const one = (name: string) => safetensors(new Map([[name, f32([1], [1])]]));

const indexed = (map: unknown, files: Record<string, Uint8Array> = {}) =>
  folderWith({ ...files, [INDEX]: JSON.stringify({ weight_map: map }) });

describe('weights', () => {
  it('are found in one file', async () => {
    const folder = await folderWith({ 'model.safetensors': one('a') });
    const weights = await findWeights(folder);
    expect(weights.folder).toBe(folder);
    expect(weights.tensors.get('a')?.file).toBe(path.join(folder, 'model.safetensors'));
  });

  it('are found in shards, each tensor in its own', async () => {
    const folder = await indexed(
      { a: '1.safetensors', b: '2.safetensors' },
      { '1.safetensors': one('a'), '2.safetensors': one('b') },
    );
    const { tensors } = await findWeights(folder);
    expect(Array.from(tensors, ([name, { file }]) => [name, path.basename(file)])).toEqual([
      ['a', '1.safetensors'],
      ['b', '2.safetensors'],
    ]);
  });

  it('are taken from the single file when there is an index, too', async () => {
    const files = { 'model.safetensors': one('whole'), '1.safetensors': one('a') };
    const { tensors } = await findWeights(await indexed({ a: '1.safetensors' }, files));
    expect([...tensors.keys()]).toEqual(['whole']);
  });

  it('are found behind links, as the cache of the hub has them', async () => {
    const root = await temporaryFolder();
    const [blobs, snapshot] = [path.join(root, 'blobs'), path.join(root, 'snapshots/x')];
    await mkdir(blobs);
    await mkdir(snapshot, { recursive: true });
    await writeFile(path.join(blobs, 'aaaa'), one('a'));
    await symlink('../../blobs/aaaa', path.join(snapshot, 'model.safetensors'));
    const weights = await findWeights(snapshot);
    expect(weights.folder).toBe(blobs);
    expect(weights.tensors.get('a')?.file).toBe(path.join(blobs, 'aaaa'));
  });

  it('are found in shards behind links', async () => {
    const root = await temporaryFolder();
    const [blobs, snapshot] = [path.join(root, 'blobs'), path.join(root, 'snapshots/x')];
    await mkdir(blobs);
    await mkdir(snapshot, { recursive: true });
    const map = { a: '1.safetensors', b: '2.safetensors' };
    await writeFile(path.join(blobs, 'iiii'), JSON.stringify({ weight_map: map }));
    await symlink('../../blobs/iiii', path.join(snapshot, INDEX));
    for (const [tensor, shard] of Object.entries(map)) {
      await writeFile(path.join(blobs, `${tensor}${tensor}`), one(tensor));
      await symlink(`../../blobs/${tensor}${tensor}`, path.join(snapshot, shard));
    }
    const weights = await findWeights(snapshot);
    expect(weights.folder).toBe(blobs);
    expect(Array.from(weights.tensors.values(), ({ file }) => path.basename(file))).toEqual(['aa', 'bb']);
  });

  it('are refused in shards of different folders', async () => {
    const elsewhere = await folderWith({ blob: one('b') });
    const folder = await indexed({ a: '1.safetensors', b: '2.safetensors' }, { '1.safetensors': one('a') });
    await symlink(path.join(elsewhere, 'blob'), path.join(folder, '2.safetensors'));
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('unsupported', /lie in different folders/));
  });

  it.each([
    ['a path that leads up', '../x.safetensors'],
    ['an absolute path', '/tmp/x.safetensors'],
    ['a path that leads down', 'sub/x.safetensors'],
    ['a Windows path', '..\\x.safetensors'],
    ['a pickle', 'pytorch_model-00001-of-00002.bin'],
    ['no text', 7],
    ['a name with a line break', 'x.safetensors\n'],
  ])('are refused when the index names %s', async (_, name) => {
    const message = /^model\.safetensors\.index\.json names .*, which is not the name of a safetensors file\.$/;
    await expect(findWeights(await indexed({ a: name }))).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it('are refused when a shard is not there', async () => {
    const folder = await indexed({ a: '1.safetensors' });
    const message = /^model\.safetensors\.index\.json names the file 1\.safetensors, which is not there\.$/;
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
    await symlink('../blobs/gone', path.join(folder, '1.safetensors'));
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it('are refused when a tensor is not in its shard', async () => {
    const folder = await indexed({ b: '1.safetensors' }, { '1.safetensors': one('a') });
    const message = /says that "b" is in 1\.safetensors, but it is not\.$/;
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it('are refused when a shard is damaged, by the name of the shard', async () => {
    const folder = await indexed({ a: '1.safetensors' }, { '1.safetensors': rawSafetensors([]) });
    const message = /^1\.safetensors has a header that is not a JSON object\.$/;
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it.each([
    ['no weight_map', '{}', /index\.json has no weight_map\.$/],
    ['a list as weight_map', '{"weight_map": []}', /index\.json has no weight_map\.$/],
    ['no JSON in the index', '{', /^model\.safetensors\.index\.json cannot be read as JSON \(.+\)\.$/],
    ['a list as index', '[]', /^model\.safetensors\.index\.json does not hold a JSON object\.$/],
    ['no tensors', '{"weight_map": {}}', /^model\.safetensors\.index\.json .*no tensors\.$/],
    ['values nested deep', `{"weight_map": {"a": ${'['.repeat(1e5) + ']'.repeat(1e5)}}}`, /is not the name/],
  ])('are refused for %s', async (_, text, message) => {
    const folder = await folderWith({ [INDEX]: text });
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it('are refused for a single file without tensors', async () => {
    const folder = await folderWith({ 'model.safetensors': rawSafetensors({}) });
    const message = /^model\.safetensors holds no tensors\.$/;
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it.each(['pytorch_model.bin', 'tf_model.h5', 'flax_model.msgpack', 'bert_model.ckpt.index'])(
    'that are only in %s are refused with what to do',
    async (name) => {
      const message = new RegExp(`^This model has only ${name.replaceAll('.', '\\.')}; .*safetensors.*save_pretrained`);
      const folder = await folderWith({ [name]: 'x' });
      await expect(findWeights(folder)).rejects.toMatchObject(refusal('unsupported', message));
    },
  );

  it('that are nowhere are refused', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, 'model.safetensors'));
    const message = /^There is no model\.safetensors in .+\.$/;
    await expect(findWeights(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });
});

describe('a tensor', () => {
  let golden: { config: Json; tensors: Tensors };
  beforeAll(async () => {
    golden = await readGolden('bert');
  });

  it.each<[what: string, name: string, Stored | undefined, code: string, message: RegExp]>([
    ['missing', 'bert.encoder.layer.2.output.dense.bias', undefined, 'bad-checkpoint', / is missing\.$/],
    ['missing, of a norm', 'bert.embeddings.LayerNorm.weight', undefined, 'bad-checkpoint', / is missing\.$/],
    [
      'misshapen',
      'bert.encoder.layer.0.intermediate.dense.weight',
      f32([32, 64], new Float32Array(2048)),
      'bad-checkpoint',
      / has the shape \[32, ?64\], but config\.json asks for \[64, ?32\]\.$/,
    ],
    [
      'of another rank',
      'bert.pooler.dense.bias',
      f32([32, 1], new Float32Array(32)),
      'bad-checkpoint',
      / has the shape \[32, ?1\], but config\.json asks for \[32\]\.$/,
    ],
    [
      'of too few dimensions',
      'bert.encoder.layer.0.intermediate.dense.weight',
      f32([64], new Float32Array(64)),
      'bad-checkpoint',
      / has the shape \[64\], but config\.json asks for \[64, ?32\]\.$/,
    ],
    [
      'of integers',
      'cls.predictions.bias',
      { dtype: 'I32', shape: [96], data: new Uint8Array(384) },
      'unsupported',
      / is of type I32; known are F32, F16, BF16\.$/,
    ],
    [
      'of doubles',
      'cls.seq_relationship.bias',
      { dtype: 'F64', shape: [2], data: new Uint8Array(16) },
      'unsupported',
      / is of type F64; known are F32, F16, BF16\.$/,
    ],
  ])('%s is refused by name', async (_, name, changed, code, message) => {
    const tensors = new Map(golden.tensors);
    if (changed) tensors.set(name, changed);
    else tensors.delete(name);
    const whole = new RegExp(`^The tensor ${name.replaceAll('.', '\\.')}${message.source}`);
    const folder = await writeCheckpoint(golden.config, tensors);
    await expect(readCheckpoint(folder)).rejects.toMatchObject(refusal(code, whole));
  });

  it('of very many sizes is refused in a sentence that stays short', async () => {
    const tensors = new Map(golden.tensors).set('cls.predictions.bias', f32(new Array(20_000).fill(1), [1]));
    const folder = await writeCheckpoint(golden.config, tensors);
    const error = await readCheckpoint(folder).catch((reason: unknown) => reason);
    expect(error).toMatchObject(refusal('bad-checkpoint', /^The tensor cls\.predictions\.bias has the shape/));
    expect((error as Error).message.length).toBeLessThan(600);
  });

  it('of the vocabulary is missing when it is not tied to the embeddings', async () => {
    const folder = await writeCheckpoint({ ...golden.config, tie_word_embeddings: false }, golden.tensors);
    const message = /^The tensor cls\.predictions\.decoder\.weight is missing\.$/;
    await expect(readCheckpoint(folder)).rejects.toMatchObject(refusal('bad-checkpoint', message));
  });

  it('that nothing asks for may be of any type', async () => {
    const tensors = new Map(golden.tensors);
    tensors.set('bert.embeddings.position_ids', { dtype: 'I64', shape: [1, 24], data: new Uint8Array(192) });
    await expect(readCheckpoint(await writeCheckpoint(golden.config, tensors))).resolves.toMatchObject({
      modelType: 'bert',
      sizes: { layers: 3, hiddenSize: 32, vocabSize: 96, maxPositions: 24, segments: 2 },
      can: { tokens: true, pair: 'nsp' },
    });
  });
});
