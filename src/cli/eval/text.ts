import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { ClozeError, messageOf } from '../../core/errors.js';
import { documentsOf } from '../../core/evaluation/corpus.js';

const XZ = Buffer.from('fd377a585a00', 'hex');

/**
 * The paragraphs of each document of a text file; "-" stands for standard input.
 * @throws ClozeError `bad-request` when it cannot be read, or is no text in UTF-8, or empty
 */
export async function readDocuments(file: string): Promise<string[][]> {
  const bad = (what: string, cause?: unknown) => new ClozeError('bad-request', `${file} ${what}.`, { cause });
  const bytes = await (file === '-' ? buffer(process.stdin) : readFile(file)).catch((error: unknown) => {
    throw bad(`cannot be read: ${messageOf(error)}`, error);
  });
  if (bytes.subarray(0, XZ.length).equals(XZ)) {
    throw bad('is compressed, which is not supported; unpack it first: xz -dc FILE.xz > FILE');
  }
  const documents = documentsOf(decoded(bytes) ?? fail(bad('is no text in UTF-8')));
  return documents.length > 0 ? documents : fail(bad('holds no text'));
}

/** undefined for bytes that are no UTF-8, or hold NUL as binary files do. */
function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function fail(error: ClozeError): never {
  throw error;
}
