import { stat } from 'node:fs/promises';
import { ClozeError } from '../core/errors.js';
import type { CommandLine } from './options.js';
import { readText } from './read.js';

/** What is in no ordinary path: white space, masks, alternatives. */
const NOT_IN_PATHS = /[\s[\]<>|]/;
const TEXT_FILE = /\.(adoc|csv|html?|json|jsonl|log|markdown|md|org|rst|tex|text|tsv|txt|xml|ya?ml)$/i;
/** Below a folder, or one; a sentence ("He/she.") ends in another way. */
const IN_FOLDER = /[\\/](?:.*[^.!?,;:。！？，；：…])?$/u;

/** Whether a person who writes this means a file, be it there or not. */
export function looksLikePath(given: string): boolean {
  return !NOT_IN_PATHS.test(given) && (TEXT_FILE.test(given) || IN_FOLDER.test(given));
}

/**
 * The text that an argument stands for: itself, what the file of this name holds, or "-" for standard input. All
 * commands that take texts read their arguments so.
 * @throws ClozeError `bad-request` for a file that cannot be read, or that is not there but looks like a path
 */
export async function textOf(given: string): Promise<string> {
  if (given === '-') return readText(given);
  const found = await stat(given).catch(() => undefined);
  if (found && !found.isDirectory()) return readText(given);
  if (!looksLikePath(given)) return given;
  const what = found ? `"${given}" is a folder` : `There is no file "${given}"`;
  throw new ClozeError('bad-request', `${what}; a text that looks like a path is read from standard input ("-").`);
}

/** @throws ClozeError `bad-request` when there is no argument or more than one, or it cannot be read */
export async function givenText(line: CommandLine, command: string): Promise<string> {
  const given = line.only(`${command} takes one text or file`);
  return textOf(given);
}
