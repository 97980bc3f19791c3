import path from 'node:path';
import { modelFolder } from '../catalog/bundled.js';
import type { LoadParams } from '../protocol/engine.js';
import { cacheFolder } from './cache.js';
import type { Io } from './command.js';
import type { CommandLine } from './options.js';

/** The model that the options name, and how they want it to be run; the command must have an option `model`. */
export function loadParams(line: CommandLine, io: Io): LoadParams {
  return {
    folder: modelFolder(line.text('model') ?? '', io.modelsFolder, process.cwd()),
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
