import * as vscode from 'vscode';
import type { Wish } from '../client/variants.js';
import type { BlockOptions } from '../core/blocked.js';
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
  /** The longest word for a mask that stands alone, in tokens, 1 to 4. */
  readonly pieces: number;
  /** Whether there are suggestions at all. */
  readonly enable: boolean;
  /** Whether words are completed as they are typed. */
  readonly wordCompletion: boolean;
  /** Ghost text: whether it comes by itself, and after what pause, in milliseconds. */
  readonly inline: { readonly automatic: boolean; readonly delay: number };
  /** Milliseconds that a suggestion of its own accord may take. */
  readonly timeBudget: number;
  /** Words less likely than 1 in so many are marked when a text is scored. */
  readonly threshold: number;
  /** Words that are not offered. */
  readonly block: BlockOptions;
  /** Id of how texts become vectors when they are compared (core/vectors/representation.ts); '' for the model's own. */
  readonly representation: string;
  /** Where similar sentences are looked for. */
  readonly similarScope: 'document' | 'openEditors';
  /** The engine's process ends after so many minutes without a request; 0 keeps it. */
  readonly idleMinutes: number;
}

/**
 * VS Code checks no types: whatever a settings file holds, what comes out of here is usable.
 * @param scope a document, for the settings of its language and folder
 */
export function readSettings(scope?: vscode.ConfigurationScope): Settings {
  const section = vscode.workspace.getConfiguration(SECTION, scope);
  const text = (key: string) => {
    const value = section.get<unknown>(key);
    return typeof value === 'string' ? value : '';
  };
  const texts = (key: string) => {
    const value = section.get<unknown>(key);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
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
    pieces: Math.round(number('completions.pieces', 3, 1, 4)),
    enable: section.get<unknown>('enable') !== false,
    wordCompletion: section.get<unknown>('wordCompletion') === true,
    inline: {
      automatic: section.get<unknown>('inline.automatic') === true,
      delay: number('inline.delay', 300, 0, 10_000),
    },
    timeBudget: number('timeBudget', 300, 20, 60_000),
    threshold: number('score.threshold', 100, 2, 1e9),
    block: { blocked: texts('blockedWords'), offensive: section.get<unknown>('offensiveWords') === true },
    representation: text('similarity.representation').trim(),
    similarScope: text('similarity.scope') === 'openEditors' ? 'openEditors' : 'document',
    idleMinutes: number('idleMinutes', 15, 0, 10_080),
  };
}

export function onSettings(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SECTION)) listener(readSettings());
  });
}
