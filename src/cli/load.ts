import { existsSync } from 'node:fs';
import path from 'node:path';
import { BUNDLED_MODELS, modelFolder } from '../catalog/bundled.js';
import { ClozeError } from '../core/errors.js';
import type { LoadParams } from '../protocol/engine.js';
import { cacheFolder } from './cache.js';
import type { Io } from './command.js';
import type { CommandLine } from './options.js';

/**
 * The model that the options name, and how they want it to be run; the command must have an option `model`.
 * @throws ClozeError `bad-request` when there is no such model
 */
export function loadParams(line: CommandLine, io: Io): LoadParams {
  const name = line.text('model', 'the name of a model, or its folder') ?? '';
  const folder = modelFolder(name, io.modelsFolder, process.cwd());
  if (!existsSync(folder)) {
    const what = `There is no model and no folder "${name}"`;
    throw new ClozeError('bad-request', `${what}. Models: ${BUNDLED_MODELS.join(', ')}, or the path of a folder.`);
  }
  return {
    folder,
    device: line.device,
    precision: line.precision,
    onnxRuntime: line.onnxRuntime,
    cache: modelCache(),
  };
}

/** Where copies of models are kept. */
export function modelCache(): string {
  return path.join(cacheFolder(), 'models');
}
