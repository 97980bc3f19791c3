import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { ClozeError, messageOf } from '../core/errors.js';

const XZ = Buffer.from('fd377a585a00', 'hex');

/**
 * The text of a file; "-" stands for standard input.
 * @throws ClozeError `bad-request` when it cannot be read, or is no text in UTF-8
 */
export async function readText(file: string): Promise<string> {
  const bad = (what: string, cause?: unknown) => new ClozeError('bad-request', `${file} ${what}.`, { cause });
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw bad(`cannot be read: ${messageOf(error)}`, error);
  });
  if (bytes.subarray(0, XZ.length).equals(XZ)) {
    throw bad('is compressed, which is not supported; unpack it first: xz -dc FILE.xz > FILE');
  }
  // As binary files do.
  if (bytes.includes(0)) throw bad('is no text in UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw bad('is no text in UTF-8', error);
  }
}
