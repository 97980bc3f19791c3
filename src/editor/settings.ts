import * as vscode from 'vscode';
import type { Device } from '../protocol/engine.js';

const SECTION = 'cloze';

/** Everything that a person can set, read at once. */
export interface Settings {
  /** Name of a bundled model or path of a folder; '' is the default model. */
  readonly model: string;
  readonly device: Device;
  /** A spelling that means a mask besides the usual ones; '' for none. */
  readonly maskSpelling: string;
  /** How many words a list offers. */
  readonly count: number;
  /** The engine's process ends after so many minutes without a request; 0 keeps it. */
  readonly idleMinutes: number;
}

export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration(SECTION);
  return {
    model: section.get('model', ''),
    device: section.get<Device>('device', 'cpu'),
    maskSpelling: section.get('maskSpelling', ''),
    count: section.get('completions.count', 10),
    idleMinutes: section.get('idleMinutes', 15),
  };
}

export function onSettings(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SECTION)) listener(readSettings());
  });
}
