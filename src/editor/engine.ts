import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../package.json';
import { backgroundFor } from '../catalog/background.js';
import { modelFolder } from '../catalog/bundled.js';
import { writtenPath } from '../catalog/path.js';
import { type Diagnosis, diagnose } from '../client/doctor.js';
import { EngineClient } from '../client/engineClient.js';
import type { EngineState } from '../client/state.js';
import { VariantChooser } from '../client/variantChooser.js';
import type { Subject } from '../client/variants.js';
import { VerdictStore } from '../client/verdictStore.js';
import { type ClozeError, toClozeError } from '../core/errors.js';
import type { EngineMethods, LoadParams } from '../protocol/engine.js';
import type { Settings } from './settings.js';

/** A person who has just asked something should have the machine for it. */
const IMPROVE_AFTER_MILLISECONDS = 3000;

/** What an editor feature may ask. */
export type Task = Exclude<keyof EngineMethods, 'load' | 'ping' | 'selfTest' | 'inspect'>;

/** The engine for the editor: chosen by the settings, its states as an event, its failures in the log. */
export class EditorEngine implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<EngineState>();
  readonly #client: EngineClient;
  readonly #chooser: VariantChooser;
  readonly #store: VerdictStore;
  readonly #paths: { readonly script: string; readonly cache: string };
  #subject: Subject = { folder: '' };
  #improving: NodeJS.Timeout | undefined;
  readonly onDidChangeState = this.#changed.event;

  /**
   * @param extensionFolder where `dist` and `models` lie
   * @param storage a folder for what is made once and kept
   */
  constructor(
    private readonly extensionFolder: string,
    storage: string,
    private readonly log: vscode.LogOutputChannel,
    settings: Settings,
  ) {
    const script = path.join(extensionFolder, 'dist', 'engine.cjs');
    const cache = path.join(storage, 'models');
    this.#paths = { script, cache };
    this.#store = new VerdictStore(path.join(storage, 'verdicts'), version);
    const onOutput = (line: string) => log.debug(`engine: ${line}`);
    this.#client = new EngineClient({
      script,
      onOutput,
      onState: (state) => this.#enter(state),
      onFallback: (failed, to, reason) => this.#fellBack(failed, to, reason),
    });
    this.#chooser = new VariantChooser(this.#client, {
      script,
      onOutput,
      cache,
      store: this.#store,
      log: (line) => log.info(line),
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

  use({ model, wish, onnxRuntimePath, idleMinutes }: Settings): void {
    this.#client.idleMilliseconds = idleMinutes * 60_000;
    const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
    const folder = modelFolder(model, path.join(this.extensionFolder, 'models'), workspace ?? os.homedir());
    // Never below a workspace: it is native code that somebody runs.
    const onnxRuntime = onnxRuntimePath === '' ? undefined : writtenPath(onnxRuntimePath, os.homedir());
    this.#subject = { folder, onnxRuntime };
    this.#chooser.use(this.#subject, wish);
  }

  /** Tries every way of running the model; what is found is remembered, and taken when it is better. */
  async diagnose(): Promise<Diagnosis> {
    const options = { ...this.#paths, subject: this.#subject, clozeVersion: version, store: this.#store };
    const diagnosis = await diagnose(options);
    void this.#chooser.improveAgain();
    return diagnosis;
  }

  /** An engine for another model, on the CPU, in a process of its own; whoever asks for it disposes of it. */
  beside(folder: string): EngineClient {
    const { script, cache } = this.#paths;
    const client = new EngineClient({ script, onOutput: (line) => this.log.debug(`second engine: ${line}`) });
    client.use({ folder, device: 'cpu', cache, onnxRuntime: this.#subject.onnxRuntime });
    return client;
  }

  /** The ordinary sentences in the language of the texts. */
  backgroundFile(texts: readonly string[]): string {
    return backgroundFor(texts, path.join(this.extensionFolder, 'models')).file;
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
    return this.request(method, params, token).catch(() => undefined);
  }

  /**
   * Asks the model for somebody who wants to know why there is no answer.
   * @throws ClozeError, `cancelled` or `superseded` when nobody waits any more; any other is in the log, too
   */
  async request<K extends Task>(
    method: K,
    params: EngineMethods[K]['params'],
    token: vscode.CancellationToken,
  ): Promise<EngineMethods[K]['result']> {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    if (token.isCancellationRequested) controller.abort();
    try {
      return await this.#client.call(method, params, controller.signal);
    } catch (thrown) {
      const error = toClozeError(thrown);
      if (!isGivenUp(error)) this.log.error(`${method}: ${error.message}`);
      throw error;
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    clearTimeout(this.#improving);
    this.#client.dispose();
    this.#changed.dispose();
  }

  #fellBack(failed: LoadParams, to: LoadParams, reason: ClozeError): void {
    const way = `${failed.device} ${failed.precision ?? 'fp32'}`;
    const { message } = reason;
    this.log.warn(`${way} failed, fp32 on the CPU takes over: ${message}`);
    this.#chooser.fellBack(failed, to, reason).catch((error: unknown) => this.log.error(toClozeError(error).message));
    const told = vscode.l10n.t('{0} failed, so the model runs on the CPU in fp32 now: {1}', way, message);
    void vscode.window.showWarningMessage(`Cloze: ${told}`);
  }

  #enter(state: EngineState): void {
    if (state.kind === 'ready') {
      const { name, device, precision, layers, hiddenSize, loadMilliseconds } = state.info;
      const how = `on ${device} in ${precision}, loaded in ${loadMilliseconds.toFixed(0)} ms`;
      this.log.info(`${name} (${layers} x ${hiddenSize}) ${how}`);
      clearTimeout(this.#improving);
      this.#improving = setTimeout(() => void this.#chooser.improve(), IMPROVE_AFTER_MILLISECONDS);
    } else if (state.kind === 'failed') {
      this.log.error(`${state.error.code}: ${state.error.message}`);
    } else {
      this.log.info(`engine ${state.kind}`);
    }
    this.#changed.fire(state);
  }
}

/** Whether nobody waits for the answer any more. */
export function isGivenUp({ code }: ClozeError): boolean {
  return code === 'cancelled' || code === 'superseded';
}
