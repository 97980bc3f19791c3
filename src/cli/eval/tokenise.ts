import type { EngineClient } from '../../client/engineClient.js';
import { joinParagraphs, type Tokens } from '../../core/evaluation/corpus.js';
import type { Io } from '../command.js';

/** So many documents are tokenised at a time. */
const GROUP = 64;

/** The tokens of each document of a text, given by its paragraphs. */
export async function tokenise(
  documents: readonly (readonly string[])[],
  engine: EngineClient,
  io: Io,
): Promise<Tokens[]> {
  const tokenised: Tokens[] = [];
  for (let i = 0; i < documents.length; i += GROUP) {
    io.progress(`tokens: ${i} of ${documents.length} documents`);
    const group = documents.slice(i, i + GROUP);
    const paragraphs = await engine.call('tokenize', { texts: group.flat() });
    tokenised.push(...group.map(({ length }) => joinParagraphs(paragraphs.splice(0, length))));
  }
  return tokenised;
}
