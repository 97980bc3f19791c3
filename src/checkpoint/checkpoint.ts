import { stat } from 'node:fs/promises';
import { ClozeError } from '../core/errors.js';
import { quote } from '../core/json.js';
import type { Architecture, ModelSizes, PairTask } from './architecture.js';
import { Config } from './config.js';
import { FAMILIES } from './families/index.js';
import { findFile, readJsonObject } from './files.js';
import { Tensors } from './tensors.js';
import { findWeights } from './weights.js';

/** A model's folder, read and checked as far as can be without its weights' values. */
export interface Checkpoint {
  /** `model_type` of `config.json`. */
  readonly modelType: string;
  readonly sizes: ModelSizes;
  /** What the tensors allow. */
  readonly can: Capabilities;
  readonly architecture: Architecture;
  /** Real path of the folder that holds the weights' files. */
  readonly weightsFolder: string;
}

export interface Capabilities {
  /** Fill masks. */
  readonly tokens: boolean;
  /** Judge whether two sentences belong together. */
  readonly pair?: PairTask;
}

/**
 * Reads `config.json` and the headers of the weights of a model as the Hugging Face hub publishes it.
 * @throws ClozeError `bad-checkpoint` or `unsupported`, in a sentence that says what is wrong where
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint> {
  if (!(await isFolder(folder))) throw new ClozeError('bad-checkpoint', `There is no folder ${folder}.`);
  const configFile = await findFile(folder, 'config.json');
  if (!configFile) throw new ClozeError('bad-checkpoint', `There is no config.json in ${folder}.`);
  const config = new Config(await readJsonObject(configFile, 'config.json'));
  const modelType = config.text('model_type');
  const family = FAMILIES.find((candidate) => candidate.modelType === modelType);
  if (!family) {
    const known = FAMILIES.map((candidate) => candidate.modelType).join(', ');
    throw new ClozeError(
      'unsupported',
      `config.json: models of the type ${quote(modelType)} are not supported; known are: ${known}.`,
    );
  }
  const weights = await findWeights(folder);
  const architecture = family.read(config, new Tensors(weights.tensors));
  return {
    modelType,
    sizes: architecture.sizes,
    can: {
      tokens: architecture.tokenLogits !== undefined,
      ...(architecture.pair && { pair: architecture.pair.task }),
    },
    architecture,
    weightsFolder: weights.folder,
  };
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}
