import { isRecord, quote } from '../core/json.js';
import { checkTrie } from './characterMap.js';

/**
 * What the native library does not check, and ends the process on. The character map of SentencePiece's normaliser must
 * be base64 of a table of so many bytes as its first four say, then text; a template may only name special tokens that
 * it defines, and holds a single text once; the second part of a merge must have the prefix of pieces inside a word,
 * which is taken off it.
 * @param json any part of a parsed `tokenizer.json`
 * @throws Error that says what is wrong
 */
export function refuseWhatCrashes(json: unknown): void {
  if (Array.isArray(json)) {
    for (const part of json) refuseWhatCrashes(part);
  } else if (isRecord(json)) {
    if (json['type'] === 'Precompiled') checkCharacterMap(json['precompiled_charsmap']);
    if (json['type'] === 'TemplateProcessing') checkTemplate(json);
    checkMerges(json);
    for (const part of Object.values(json)) if (typeof part === 'object') refuseWhatCrashes(part);
  }
}

function checkTemplate({ single, pair, special_tokens: defined }: Readonly<Record<string, unknown>>): void {
  const pieces = [single, pair].flatMap((template) => (Array.isArray(template) ? template : []));
  for (const piece of pieces) {
    const special = isRecord(piece) ? piece['SpecialToken'] : undefined;
    const id = isRecord(special) ? special['id'] : undefined;
    if (id === undefined) continue;
    const definition = isRecord(defined) && typeof id === 'string' ? defined[id] : undefined;
    if (!isRecord(definition)) throw new Error(`its template names the token ${quote(id)}, which it does not define`);
    const { ids, tokens } = definition;
    if (!Array.isArray(ids) || !Array.isArray(tokens) || ids.length !== tokens.length) {
      throw new Error(`its template defines the token ${quote(id)} by unequal numbers of ids and tokens`);
    }
  }
  if (!Array.isArray(single)) return;
  const texts = single.map((piece) => (isRecord(piece) ? piece['Sequence'] : undefined)).filter(isRecord);
  if (texts.length === 1 && texts[0]?.['id'] === 'A') return;
  throw new Error(`its template for a single text holds ${quote(texts.map(({ id }) => id))} instead of "A"`);
}

function checkMerges({ continuing_subword_prefix: prefix, merges }: Readonly<Record<string, unknown>>): void {
  if (typeof prefix !== 'string' || prefix === '' || !Array.isArray(merges)) return;
  const second = (merge: unknown) => (typeof merge === 'string' ? merge.split(' ')[1] : (merge as unknown[])?.[1]);
  const bad = merges.find((merge) => !String(second(merge)).startsWith(prefix));
  if (bad !== undefined) throw new Error(`its merge ${quote(bad)} lacks the prefix ${quote(prefix)}`);
}

function checkCharacterMap(encoded: unknown): void {
  const fail = (what: string) => new Error(`its precompiled_charsmap ${what}`);
  if (typeof encoded !== 'string' || encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) {
    throw fail('is not base64');
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < 4) throw fail('is too short');
  const table = bytes.readUInt32LE(0);
  if (table % 4 !== 0 || table > bytes.length - 4) throw fail('is cut off');
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(4 + table));
  } catch {
    throw fail('does not hold text');
  }
  checkTrie(bytes.subarray(4, 4 + table), bytes.subarray(4 + table));
}
