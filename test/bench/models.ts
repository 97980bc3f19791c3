import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MODEL } from '../support/built.js';
import { readSafetensors } from '../support/safetensors.js';
import type { ModelFolders } from './contenders/contender.js';
import { type PlainTask, plainBert } from './plain-onnx.js';
import { POSITIONS, SHAPES, type Shape, writeRandomBert } from './random-checkpoint.js';
import { writeWordTokenizer } from './word-tokenizer.js';

/** A model that the bench measures. */
export interface BenchModel {
  /** As options and tables call it. */
  readonly name: string;
  /** Puts its files below `root` and says where they are. */
  prepare(root: string): Promise<ModelFolders & { readonly weightsMiB: number }>;
}

/** The name of the model that ships. */
export const BUNDLED = 'bundled';

export const MODELS: readonly BenchModel[] = [
  ...SHAPES.map((shape) => ({ name: shape.name, prepare: (root: string) => prepare(root, random(root, shape)) })),
  { name: BUNDLED, prepare: (root: string) => prepare(root, MODEL) },
];

function random(root: string, shape: Shape): string {
  const folder = path.join(root, 'checkpoint');
  writeRandomBert(shape, folder);
  writeWordTokenizer(folder, shape.vocabulary, POSITIONS);
  return folder;
}

async function prepare(root: string, checkpoint: string): Promise<ModelFolders & { readonly weightsMiB: number }> {
  const fill = await writePlain(root, checkpoint, 'fill-mask');
  const features = await writePlain(root, checkpoint, 'feature-extraction');
  return { checkpoint, fill, features, weightsMiB: await fp32MiB(checkpoint) };
}

/** A folder in the layout that Transformers.js expects. */
async function writePlain(root: string, checkpoint: string, task: PlainTask): Promise<string> {
  const folder = path.join(root, task);
  mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  writeFileSync(path.join(folder, 'onnx', 'model.onnx'), await plainBert(checkpoint, task));
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    copyFileSync(path.join(checkpoint, file), path.join(folder, file));
  }
  return folder;
}

/** What the weights take as fp32, each tensor once. */
async function fp32MiB(checkpoint: string): Promise<number> {
  const tensors = await readSafetensors(path.join(checkpoint, 'model.safetensors'));
  const counts = Array.from(tensors.values(), ({ shape }) => shape.reduce((a, b) => a * b, 1));
  return (4 * counts.reduce((a, b) => a + b, 0)) / 2 ** 20;
}
