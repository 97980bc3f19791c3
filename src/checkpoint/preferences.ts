import { ClozeError, messageOf } from '../core/errors.js';
import { quote } from '../core/json.js';
import { parseRepresentation } from '../core/vectors/representation.js';
import { findFile, readJsonObject } from './files.js';

/** A file of ours in a model's folder: what was found to suit the model. */
export const PREFERENCES_FILE = 'cloze.json';

export interface Preferences {
  /** Id of the sentence representation that did best (core/vectors/representation.ts). */
  readonly representation?: string;
}

/** @throws ClozeError `bad-checkpoint` when the file is there and holds something else */
export async function readPreferences(folder: string): Promise<Preferences> {
  const file = await findFile(folder, PREFERENCES_FILE);
  if (!file) return {};
  const { representation } = await readJsonObject(file, PREFERENCES_FILE);
  if (representation === undefined) return {};
  const bad = (why: string, cause?: unknown) => {
    const message = `${PREFERENCES_FILE}: "representation" is ${quote(representation)}: ${why}`;
    return new ClozeError('bad-checkpoint', message, { cause });
  };
  if (typeof representation !== 'string') throw bad('it should be text, such as "mean".');
  try {
    parseRepresentation(representation);
  } catch (error) {
    throw bad(messageOf(error), error);
  }
  return { representation };
}
