import { isRecord } from '../../core/json.js';
import type { PoolSource } from '../../protocol/pool.js';
import { vscode } from '../vscode.js';
import type { Scale } from './matrices.js';
import type { Pair } from './matrix.js';

/** What a person has chosen: it survives hiding the panel and reloading the window. */
export interface Memory {
  readonly source: PoolSource;
  readonly methods: readonly string[];
  readonly scale: Scale;
  readonly marked?: Pair | undefined;
  readonly sentence: number;
  readonly against?: string | undefined;
  readonly beside?: string | undefined;
}

export function remember(memory: Memory): void {
  vscode.setState(memory);
}

export function recall(): Memory | undefined {
  const state = vscode.getState();
  return isRecord(state) && isRecord(state['source']) ? (state as unknown as Memory) : undefined;
}
