import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { MODEL } from '../support/built.js';
import { rawSafetensors } from '../support/safetensors.js';
import { type Entry, partsOf } from './parts.js';
import { bytePairs, unigram, wordLevel, wordPiece } from './tokenizers.js';

/** The files of a model by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

const GOLDEN = path.join(import.meta.dirname, '../fixtures/golden');
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

/** Small models of every kind that is loaded: families, ways to store weights, kinds of tokenizers. */
export async function smallModels(): Promise<ReadonlyMap<string, Files>> {
  const settings = encode({ do_lower_case: true, mask_token: '[MASK]', model_max_length: 24 });
  const names = encode({ mask_token: { content: '[MASK]', lstrip: true }, unk_token: '[UNK]' });
  const vocabulary = Object.keys(wordPiece().model.vocab).join('\n');
  return new Map<string, Files>([
    ['bert', await golden('bert', { 'tokenizer.json': encode(wordPiece()), 'tokenizer_config.json': settings })],
    ['albert', await golden('albert', { 'tokenizer.json': encode(unigram()), 'special_tokens_map.json': names })],
    [
      'bert-legacy',
      await golden('bert-legacy', { 'vocab.txt': encode(vocabulary), 'tokenizer_config.json': settings }),
    ],
    ['bert-untied', await golden('bert-untied', { 'tokenizer.json': encode(bytePairs()) })],
    ['bert-model', await golden('bert-model', { 'tokenizer.json': encode(wordLevel()) })],
    ['sharded', sharded(await golden('bert', { 'tokenizer.json': encode(wordPiece()) }))],
  ]);
}

export async function bundledModel(): Promise<Files> {
  const names = (await readdir(MODEL)).filter((name) => name !== 'README.md');
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(path.join(MODEL, name))] as const)));
}

async function golden(name: string, more: Record<string, Uint8Array>): Promise<Files> {
  const own = ['config.json', 'model.safetensors'].map(
    async (file) => [file, await readFile(path.join(GOLDEN, name, file))] as const,
  );
  return new Map([...(await Promise.all(own)), ...Object.entries(more)]);
}

/** The same with its weights in two files and an index. */
function sharded(files: Files): Files {
  const { 'model.safetensors': whole, ...others } = Object.fromEntries(files);
  const { header, body } = partsOf(whole as Uint8Array);
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const half = Math.trunc(entries.length / 2);
  const shards = [entries.slice(0, half), entries.slice(half)].map((own, i) => {
    return { name: `model-0000${i + 1}-of-00002.safetensors`, own, bytes: shard(own, body) };
  });
  const places = shards.flatMap(({ name, own }) => own.map(([tensor]) => [tensor, name]));
  const index = { metadata: { total_size: body.length }, weight_map: Object.fromEntries(places) };
  return new Map([
    ...Object.entries(others),
    ...shards.map(({ name, bytes }) => [name, bytes] as const),
    ['model.safetensors.index.json', encode(index)],
  ]);
}

function shard(entries: readonly (readonly [string, Entry])[], body: Uint8Array): Uint8Array {
  let end = 0;
  const own = entries.map(
    ([
      name,
      {
        data_offsets: [from, to],
        ...entry
      },
    ]) => {
      const begin = end;
      end += to - from;
      return [name, { ...entry, data_offsets: [begin, end] }];
    },
  );
  const parts = entries.map(
    ([
      ,
      {
        data_offsets: [from, to],
      },
    ]) => body.subarray(from, to),
  );
  return rawSafetensors(Object.fromEntries(own), Buffer.concat(parts));
}
