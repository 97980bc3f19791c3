import path from 'node:path';
import { writtenPath } from './path.js';

/** The model that is used when none was chosen. */
export const DEFAULT_MODEL = 'cloze-bert-en';

/** The models that ship with Cloze, folders below `models/`. The stop-gap is the smallest and fastest. */
export const BUNDLED_MODELS: readonly string[] = [DEFAULT_MODEL, 'stopgap-bert-en'];

/**
 * The folder of a model that a person named: a bundled one by its name, any other by its path; '' is the default.
 * @param modelsFolder where the bundled models lie
 * @param base what a relative path starts from
 */
export function modelFolder(choice: string, modelsFolder: string, base: string): string {
  const name = choice.trim() || DEFAULT_MODEL;
  if (BUNDLED_MODELS.includes(name)) return path.join(modelsFolder, name);
  return writtenPath(name, base);
}
