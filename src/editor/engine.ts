import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { modelFolder } from '../catalog/bundled.js';
import { EngineClient } from '../client/engineClient.js';
import type { EngineState } from '../client/state.js';
import { type ClozeError, toClozeError } from '../core/errors.js';
import type { EngineMethods } from '../protocol/engine.js';
import type { Settings } from './settings.js';

type Task = 'fill' | 'embed';

/** The engine for the editor: chosen by the settings, its states as an event, its failures in the log. */
export class EditorEngine implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<EngineState>();
  readonly #client: EngineClient;
  readonly onDidChangeState = this.#changed.event;

  /** @param extensionFolder where `dist` and `models` lie */
  constructor(
    private readonly extensionFolder: string,
    private readonly log: vscode.LogOutputChannel,
    settings: Settings,
  ) {
    this.#client = new EngineClient({
      script: path.join(extensionFolder, 'dist', 'engine.cjs'),
      onOutput: (line) => log.debug(`engine: ${line}`),
      onState: (state) => this.#enter(state),
      onFallback: ({ device }, reason) => this.#tellFallback(device, reason),
    });
    this.use(settings);
  }

  get state(): EngineState {
    return this.#client.state;
  }

  /** Process id, while there is a process. */
  get pid(): number | undefined {
    return this.#client.pid;
  }

  use({ model, device, idleMinutes }: Settings): void {
    this.#client.idleMilliseconds = idleMinutes * 60_000;
    const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    const folder = modelFolder(model, path.join(this.extensionFolder, 'models'), workspace ?? os.homedir());
    this.#client.use({ folder, device });
  }

  restart(): void {
    this.#client.restart();
    this.warm();
  }

  /** Loads the model, since it will be needed soon. */
  warm(): void {
    this.#client.start().catch(() => {}); // its state tells
  }

  /**
   * Asks the model on behalf of an editor feature.
   * @returns undefined when nobody waits any more, or when it failed; what failed is in the log and the status bar
   */
  async ask<K extends Task>(
    method: K,
    params: EngineMethods[K]['params'],
    token: vscode.CancellationToken,
  ): Promise<EngineMethods[K]['result'] | undefined> {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      return await this.#client.call(method, params, controller.signal);
    } catch (error) {
      const { code, message } = toClozeError(error);
      if (code !== 'cancelled' && code !== 'superseded') this.log.error(`${method}: ${message}`);
      return undefined;
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    this.#client.dispose();
    this.#changed.dispose();
  }

  #tellFallback(device: string, { message }: ClozeError): void {
    this.log.warn(`${device} failed, the CPU takes over: ${message}`);
    const told = vscode.l10n.t('{0} failed, so the model runs on the CPU now: {1}', device, message);
    void vscode.window.showWarningMessage(`Cloze: ${told}`);
  }

  #enter(state: EngineState): void {
    if (state.kind === 'ready') {
      const { name, device, layers, hiddenSize, loadMilliseconds } = state.info;
      this.log.info(`${name} (${layers} x ${hiddenSize}) on ${device}, loaded in ${loadMilliseconds.toFixed(0)} ms`);
    } else if (state.kind === 'failed') {
      this.log.error(`${state.error.code}: ${state.error.message}`);
    } else {
      this.log.info(`engine ${state.kind}`);
    }
    this.#changed.fire(state);
  }
}
