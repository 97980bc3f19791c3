import * as vscode from 'vscode';
import type { Wish } from '../client/variants.js';
import { DEVICES } from '../protocol/engine.js';

const SECTION = 'cloze';

/** Everything that a person can set, read at once. */
export interface Settings {
  /** Name of a bundled model or path of a folder; '' is the default model. */
  readonly model: string;
  /** How it should be run. */
  readonly wish: Wish;
  /** Folder of the ONNX Runtime to load, as it was written; '' for Cloze's own. */
  readonly onnxRuntimePath: string;
  /** A spelling that means a mask besides the usual ones; '' for none. */
  readonly maskSpelling: string;
  /** How many words a list offers. */
  readonly count: number;
  /** The engine's process ends after so many minutes without a request; 0 keeps it. */
  readonly idleMinutes: number;
}

/** VS Code checks no types: whatever a settings file holds, what comes out of here is usable. */
export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration(SECTION);
  const text = (key: string) => {
    const value = section.get<unknown>(key);
    return typeof value === 'string' ? value : '';
  };
  const number = (key: string, fallback: number, least: number, most: number) => {
    const value = section.get<unknown>(key);
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
  };
  return {
    model: text('model'),
    wish: {
      device: DEVICES.find((device) => device === text('device')) ?? 'auto',
      precision: (['fp32', 'fp16', 'int8'] as const).find((precision) => precision === text('precision')) ?? 'auto',
    },
    onnxRuntimePath: text('onnxRuntimePath').trim(),
    maskSpelling: text('maskSpelling').trim(),
    count: Math.round(number('completions.count', 10, 1, 100)),
    idleMinutes: number('idleMinutes', 15, 0, 10_080),
  };
}

export function onSettings(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SECTION)) listener(readSettings());
  });
}
