import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../core/errors.js';
import { isRecord } from '../core/json.js';

/** Small JSON files only: `config.json`, an index, a tokenizer's settings. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** The real path of `name` in `folder`, or undefined when there is no such file. */
export async function findFile(folder: string, name: string): Promise<string | undefined> {
  try {
    const file = await realpath(path.join(folder, name));
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A JSON object from a file of the checkpoint.
 * @throws ClozeError `bad-checkpoint` when it is too large, cannot be read or is no JSON object
 */
export async function readJsonObject(file: string, name = path.basename(file)): Promise<Record<string, unknown>> {
  const fail = (why: string, cause?: unknown) => new ClozeError('bad-checkpoint', `${name} ${why}.`, { cause });
  let value: unknown;
  try {
    const { size } = await stat(file);
    if (size > MAX_JSON_BYTES) throw fail(`is ${size} bytes long; at most ${MAX_JSON_BYTES} are read`);
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof ClozeError) throw error;
    throw fail(`cannot be read as JSON (${messageOf(error)})`, error);
  }
  if (!isRecord(value)) throw fail('does not hold a JSON object');
  return value;
}
