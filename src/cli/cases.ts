import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ClozeError, messageOf } from '../core/errors.js';
import { isRecord } from '../core/json.js';
import type { InspectParams } from '../protocol/engine.js';

/** Inputs of a reference implementation and what it made of them. */
export interface Case {
  readonly name: string;
  readonly inputs: InspectParams;
  readonly outputs: ReadonlyMap<string, ReferenceTensor>;
}

export interface ReferenceTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/**
 * Reads `cases.json`: {cases: [{name, inputs, outputs}]}, tensors as {shape, data}.
 * @throws ClozeError `bad-request` when it is missing or of another form
 */
export async function readCases(folder: string): Promise<Case[]> {
  const file = path.join(folder, 'cases.json');
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ClozeError('bad-request', `cases.json cannot be read: ${messageOf(error)}.`, { cause: error });
  }
  const cases = isRecord(value) ? value['cases'] : undefined;
  if (!Array.isArray(cases) || cases.length === 0) throw new ClozeError('bad-request', 'cases.json holds no cases.');
  return cases.map(parseCase);
}

function parseCase(value: unknown, i: number): Case {
  const bad = (what: string) => new ClozeError('bad-request', `cases.json, case ${i + 1}: ${what}.`);
  if (!isRecord(value) || !isRecord(value['inputs']) || !isRecord(value['outputs'])) {
    throw bad('it has no inputs and outputs');
  }
  if (Object.keys(value['outputs']).length === 0) throw bad('it has no outputs to compare with');
  const tensor = (name: string, given: unknown): ReferenceTensor => {
    const { shape, data } = isRecord(given) ? given : {};
    const numbers = (list: unknown): list is number[] =>
      Array.isArray(list) && list.every((entry) => typeof entry === 'number');
    if (!numbers(shape) || !numbers(data) || shape.reduce((a, b) => a * b, 1) !== data.length) {
      throw bad(`${name} is not a tensor`);
    }
    return { shape, data };
  };
  const rows = (name: string): number[][] | undefined => {
    const given = (value['inputs'] as Record<string, unknown>)[name];
    if (given === undefined) return undefined;
    const { shape, data } = tensor(name, given);
    const [size = 0, length = 0] = shape;
    if (shape.length !== 2) throw bad(`${name} should have the shape [batch, length]`);
    return Array.from({ length: size }, (_, b) => data.slice(b * length, (b + 1) * length));
  };
  const unknown = Object.keys(value['inputs']).filter((name) => !INPUTS.includes(name));
  if (unknown.length > 0) throw bad(`the input ${unknown[0]} is not known`);
  const inputIds = rows('input_ids');
  if (!inputIds) throw bad('it has no input_ids');
  const attentionMask = rows('attention_mask');
  const tokenTypeIds = rows('token_type_ids');
  return {
    name: typeof value['name'] === 'string' ? value['name'] : `case ${i + 1}`,
    inputs: { inputIds, ...(attentionMask && { attentionMask }), ...(tokenTypeIds && { tokenTypeIds }) },
    outputs: new Map(Object.entries(value['outputs']).map(([name, given]) => [name, tensor(name, given)])),
  };
}

const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];
