import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../core/errors.js';
import { isRecord, short } from '../core/json.js';
import { nativeLibraryError } from '../core/native.js';
import { refuseWhatCrashes } from './checks.js';
import { Tokenizer } from './tokenizer.js';
import { asConfigured, composeFirst, schemeOf, wordPieceJson } from './wordpiece.js';

/** Far more than any published tokenizer has. */
const MAX_BYTES = 256 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/**
 * The tokenizer of a model's folder: `tokenizer.json`, else BERT's `vocab.txt`; undefined when it has neither.
 * @throws ClozeError `bad-checkpoint` for damaged files, `engine-unavailable` without the native library
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer | undefined> {
  const config = (await readOptional(folder, 'tokenizer_config.json')) ?? {};
  const names = { ...(await readOptional(folder, 'special_tokens_map.json')), ...config };
  const definition = await readDefinition(folder, config);
  if (!definition) return undefined;
  const [source, json] = definition;
  const library = await import('tokenizers').catch((error: unknown) => {
    throw nativeLibraryError("The tokenizers' library", `${process.platform}-${process.arch}`, error);
  });
  try {
    refuseWhatCrashes(json);
    const native = library.Tokenizer.fromString(JSON.stringify(composeFirst(json)));
    const added = addedTokens(json);
    const mask = maskToken(names, added);
    return new Tokenizer(native, schemeOf(json), { added, ...(mask !== undefined && { mask }) });
  } catch (error) {
    const reason = short(messageOf(error));
    throw new ClozeError('bad-checkpoint', `${source} is not a usable tokenizer: ${reason}.`, { cause: error });
  }
}

async function readDefinition(folder: string, config: Json): Promise<[source: string, json: Json] | undefined> {
  const json = await readOptional(folder, 'tokenizer.json');
  // That class takes a tokenizer.json as it is.
  const isGeneral = config['tokenizer_class'] === 'PreTrainedTokenizerFast';
  if (json) return ['tokenizer.json', isGeneral ? json : asConfigured(json, config)];
  const vocabulary = await readText(folder, 'vocab.txt');
  if (vocabulary === undefined) return undefined;
  try {
    return ['vocab.txt', asConfigured(wordPieceJson(vocabulary), config)];
  } catch (error) {
    throw new ClozeError('bad-checkpoint', `vocab.txt is not a BERT vocabulary: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/** The tokens that a definition has beside its vocabulary or takes out of it, and whether each is special. */
function addedTokens(json: Json): Map<string, boolean> {
  const added = Array.isArray(json['added_tokens']) ? json['added_tokens'].filter(isRecord) : [];
  return new Map(added.map(({ content, special }) => [String(content), special !== false]));
}

/** The mask token's name as the settings give it, else the usual one that the tokenizer itself calls special. */
function maskToken(names: Json, added: ReadonlyMap<string, boolean>): string | undefined {
  const role = names['mask_token'];
  const given = isRecord(role) ? role['content'] : role;
  if (typeof given === 'string') return given;
  return ['[MASK]', '<mask>'].find((token) => added.has(token));
}

async function readOptional(folder: string, name: string): Promise<Json | undefined> {
  const text = await readText(folder, name);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new ClozeError('bad-checkpoint', `${name} cannot be read as JSON (${messageOf(error)}).`, { cause: error });
  }
  throw new ClozeError('bad-checkpoint', `${name} does not hold a JSON object.`);
}

async function readText(folder: string, name: string): Promise<string | undefined> {
  const file = path.join(folder, name);
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new Error('it is no file');
    const { size } = facts;
    if (size > MAX_BYTES) throw new Error(`it is ${size} bytes long; at most ${MAX_BYTES} are read`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ClozeError('bad-checkpoint', `${name} cannot be read (${messageOf(error)}).`, { cause: error });
  }
}
