import { ClozeError } from '../../core/errors.js';
import { documentsOf } from '../../core/evaluation/corpus.js';
import { readText } from '../read.js';

/**
 * The paragraphs of each document of a text file; "-" stands for standard input.
 * @throws ClozeError `bad-request` when it cannot be read, or is no text in UTF-8, or empty
 */
export async function readDocuments(file: string): Promise<string[][]> {
  const documents = documentsOf(await readText(file));
  if (documents.length === 0) throw new ClozeError('bad-request', `${file} holds no text.`);
  return documents;
}
