import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { Model } from '../../src/engine/model.js';
import { inspectQuery } from '../../src/engine/queries/inspect.js';
import type { InspectParams, TensorData } from '../../src/protocol/engine.js';
import { readSafetensors, safetensors, type Tensors } from './safetensors.js';

export type Json = Record<string, unknown>;

export interface GoldenCase {
  readonly name: string;
  readonly inputs: InspectParams;
  readonly outputs: ReadonlyMap<string, TensorData>;
}

const GOLDEN = path.join(import.meta.dirname, '../fixtures/golden');
export const GOLDEN_NAMES = ['bert', 'albert', 'bert-legacy', 'bert-model', 'bert-untied'] as const;
export type GoldenName = (typeof GOLDEN_NAMES)[number];

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Real path of an empty folder that is removed when the tests of the file have run. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'cloze-checkpoint-')));
  temporary.push(folder);
  return folder;
}

/** A folder with these files, by name. */
export async function folderWith(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

export const goldenFolder = (name: GoldenName): string => path.join(GOLDEN, name);

/** What a golden checkpoint consists of, to be changed and written elsewhere. */
export async function readGolden(name: GoldenName): Promise<{ config: Json; tensors: Tensors }> {
  const config = JSON.parse(await readFile(path.join(goldenFolder(name), 'config.json'), 'utf8')) as Json;
  return { config, tensors: await readSafetensors(path.join(goldenFolder(name), 'model.safetensors')) };
}

/** A folder with a checkpoint in it. */
export async function writeCheckpoint(config: Json, tensors: Tensors): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'model.safetensors'), safetensors(tensors));
  return folder;
}

/** A copy of a golden checkpoint, as it is or with keys of its config.json changed (undefined takes a key out). */
export async function copyGolden(name: GoldenName, changes: Json = {}): Promise<string> {
  const folder = await temporaryFolder();
  await cp(goldenFolder(name), folder, { recursive: true });
  const { config } = await readGolden(name);
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ ...config, ...changes }));
  return folder;
}

type JsonTensor = { shape: number[]; data: number[] };

function rowsOf({ shape: [size = 0, length = 0], data }: JsonTensor): number[][] {
  return Array.from({ length: size }, (_, b) => data.slice(b * length, (b + 1) * length));
}

/** What the reference implementation made of a golden checkpoint. */
export async function goldenCases(name: GoldenName): Promise<GoldenCase[]> {
  type Case = { name: string; inputs: Record<string, JsonTensor>; outputs: Record<string, JsonTensor> };
  const { cases } = await readGoldenJson<{ cases: Case[] }>(path.join(name, 'cases.json'));
  return cases.map(({ name: caseName, inputs, outputs }) => {
    const { input_ids: ids, attention_mask: mask, token_type_ids: types, ...others } = inputs;
    if (!ids || Object.keys(others).length > 0) throw new Error(`Unexpected inputs in ${name}, ${caseName}.`);
    return {
      name: caseName,
      inputs: {
        inputIds: rowsOf(ids),
        ...(mask && { attentionMask: rowsOf(mask) }),
        ...(types && { tokenTypeIds: rowsOf(types) }),
      },
      outputs: new Map(
        Object.entries(outputs).map(([output, { shape, data }]) => [output, { shape, data: Float32Array.from(data) }]),
      ),
    };
  });
}

export async function readGoldenJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(GOLDEN, file), 'utf8')) as T;
}

/** Loads a checkpoint on the CPU; what it gives computes everything that the inspection graph shows. */
export async function openForInspection(folder: string) {
  const model = await Model.load({ folder, device: 'cpu' });
  const inspect = async (inputs: InspectParams): Promise<ReadonlyMap<string, TensorData>> => {
    const query = inspectQuery(inputs);
    model.check(query);
    const [answer] = await model.run([query]);
    return answer as ReadonlyMap<string, TensorData>;
  };
  return { model, inspect };
}

/** The largest absolute difference; NaN when there is one on either side, an error when the shapes differ. */
export function difference(got: TensorData | undefined, expected: TensorData | undefined): number {
  if (!got || !expected || got.shape.join() !== expected.shape.join()) {
    throw new Error(`The shape is [${got?.shape}], should be [${expected?.shape}].`);
  }
  return expected.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - Number(got.data[i]))), 0);
}
