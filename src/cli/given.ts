import { readFile, stat } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { ClozeError, messageOf } from '../core/errors.js';
import type { CommandLine } from './options.js';

/**
 * The one text that a command takes: itself, what the file of this name holds, or "-" for standard input.
 * @throws ClozeError `bad-request` when there is none or more, or it cannot be read
 */
export async function givenText(line: CommandLine, command: string): Promise<string> {
  const [given, ...more] = line.positionals;
  if (given === undefined || more.length > 0) {
    throw new ClozeError('bad-request', `${command} takes one text or file.`);
  }
  if (given === '-') return readAll(process.stdin);
  const isFile = await stat(given).then(
    (facts) => facts.isFile(),
    () => false,
  );
  if (!isFile) return given;
  return readFile(given, 'utf8').catch((error: unknown) => {
    throw new ClozeError('bad-request', `${given} cannot be read: ${messageOf(error)}.`, { cause: error });
  });
}
