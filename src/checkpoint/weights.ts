import path from 'node:path';
import { ClozeError } from '../core/errors.js';
import { isRecord, quote } from '../core/json.js';
import { findFile, readJsonObject } from './files.js';
import { readSafetensorsHeader, type TensorEntry } from './safetensors.js';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
/** Other ways in which weights are published, none of which is read here. */
const FOREIGN = [
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  'tf_model.h5',
  'flax_model.msgpack',
  'model.ckpt.index',
  'bert_model.ckpt.index',
];

/** The tensors of a checkpoint by name, and the one folder in which all their files lie. */
export interface Weights {
  readonly folder: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/**
 * Finds the weights of a checkpoint: one safetensors file or shards with an index, also behind symbolic links as in
 * the cache of the Hugging Face hub. ONNX Runtime refuses external data behind a link, so paths are resolved here.
 * @throws ClozeError `bad-checkpoint` or `unsupported`
 */
export async function findWeights(folder: string): Promise<Weights> {
  const single = await findFile(folder, SINGLE);
  const entries = single ? await readSafetensorsHeader(single) : await readShards(folder);
  const folders = new Set(entries.map((entry) => path.dirname(entry.file)));
  const [only, another] = folders;
  if (only === undefined) throw new ClozeError('bad-checkpoint', `${single ? SINGLE : INDEX} holds no tensors.`);
  if (another !== undefined) {
    throw new ClozeError(
      'unsupported',
      `The shards of this model lie in different folders (${[...folders].join(', ')}): copy them into one.`,
    );
  }
  return { folder: only, tensors: new Map(entries.map((entry) => [entry.name, entry])) };
}

async function readShards(folder: string): Promise<TensorEntry[]> {
  const index = await findFile(folder, INDEX);
  if (!index) throw await explainMissingWeights(folder);
  const { weight_map: weightMap } = await readJsonObject(index, INDEX);
  if (!isRecord(weightMap)) throw new ClozeError('bad-checkpoint', `${INDEX} has no weight_map.`);

  const names = new Set(Object.values(weightMap).map(plainFileName));
  const shards = new Map<string, Map<string, TensorEntry>>();
  for (const name of names) {
    const file = await findFile(folder, name);
    if (!file) throw new ClozeError('bad-checkpoint', `${INDEX} names the file ${name}, which is not there.`);
    shards.set(name, new Map((await readSafetensorsHeader(file)).map((entry) => [entry.name, entry])));
  }
  return Object.entries(weightMap).map(([tensor, file]) => {
    const entry = shards.get(plainFileName(file))?.get(tensor);
    if (entry) return entry;
    throw new ClozeError('bad-checkpoint', `${INDEX} says that ${quote(tensor)} is in ${file}, but it is not.`);
  });
}

/** A shard is a file beside its index: a path could lead out of the model's folder. */
function plainFileName(name: unknown): string {
  if (typeof name === 'string' && /^[\w.-]+\.safetensors$/.test(name)) return name;
  throw new ClozeError('bad-checkpoint', `${INDEX} names ${quote(name)}, which is not the name of a safetensors file.`);
}

async function explainMissingWeights(folder: string): Promise<ClozeError> {
  for (const name of FOREIGN) {
    if (await findFile(folder, name)) {
      return new ClozeError(
        'unsupported',
        `This model has only ${name}; Cloze reads ${SINGLE}, which cannot hold code. Look for a revision of the model ` +
          'with safetensors (often a pull request on its page), or convert it: ' +
          'AutoModelForPreTraining.from_pretrained(folder).save_pretrained(folder, safe_serialization=True).',
      );
    }
  }
  return new ClozeError('bad-checkpoint', `There is no ${SINGLE} in ${folder}.`);
}
