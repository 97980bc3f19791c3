import * as vscode from 'vscode';
import type { EngineClient } from '../client/engineClient.js';
import type { Comparison, Sentences } from '../core/comparison/comparison.js';
import type { TokenContribution } from '../core/comparison/contributions.js';
import { ClozeError } from '../core/errors.js';
import type { EditorEngine } from '../editor/engine.js';
import type { ComparisonProgress } from '../protocol/pooling.js';

/** How often the progress of a comparison is asked for. */
const ASK_MILLISECONDS = 250;

/** The chosen model, and a second one in a process of its own while somebody compares with it. */
export class PoolEngines implements vscode.Disposable {
  #second: { readonly folder: string; readonly client: EngineClient } | undefined;
  #count = 0;

  constructor(private readonly engine: EditorEngine) {}

  /** By the chosen model. One call to one process: a model that is changed meanwhile answers the whole or nothing. */
  compare(
    sentences: Sentences,
    methods: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<Comparison> {
    const params = this.#params(sentences, methods);
    return this.#withToken(signal, async (token) => {
      const ask = () => this.engine.ask('comparisonProgress', { key: params.key }, token);
      return watched(this.engine.request('comparePoolings', params, token), ask, onProgress);
    });
  }

  /** By a second model. */
  compareBeside(
    folder: string,
    sentences: Sentences,
    methods: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<Comparison> {
    const params = this.#params(sentences, methods);
    const other = this.#other(folder);
    const ask = () => other.call('comparisonProgress', { key: params.key }).catch(() => undefined);
    return watched(other.call('comparePoolings', params, signal), ask, onProgress);
  }

  /** @param beside the folder of the second model, to ask that */
  contributions(text: string, beside: string | undefined, signal: AbortSignal): Promise<TokenContribution[]> {
    const params = { text, lane: 'interactive' } as const;
    if (beside !== undefined) return this.#other(beside).call('tokenContributions', params, signal);
    return this.#withToken(signal, (token) => this.engine.request('tokenContributions', params, token));
  }

  /** Nobody compares with a second model any more. */
  endSecond(): void {
    this.#second?.client.dispose();
    this.#second = undefined;
  }

  dispose(): void {
    this.endSecond();
  }

  #other(folder: string): EngineClient {
    if (this.#second?.folder !== folder) {
      this.endSecond();
      this.#second = { folder, client: this.engine.beside(folder) };
    }
    return this.#second.client;
  }

  #params(sentences: Sentences, methods: readonly string[]) {
    this.#count += 1;
    const background = this.engine.backgroundFile(sentences.texts);
    return { sentences, methods, background, lane: 'interactive', key: `pool ${this.#count}` } as const;
  }

  async #withToken<T>(signal: AbortSignal, ask: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new ClozeError('cancelled', 'The request was cancelled.');
    const source = new vscode.CancellationTokenSource();
    const cancel = () => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await ask(source.token);
    } finally {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    }
  }
}

/** Tells of the progress of a comparison until that has ended. */
function watched<T>(
  comparison: Promise<T>,
  ask: () => Promise<ComparisonProgress | undefined>,
  onProgress: (progress: ComparisonProgress) => void,
): Promise<T> {
  const timer = setInterval(() => void ask().then((how) => how && onProgress(how)), ASK_MILLISECONDS);
  return comparison.finally(() => clearInterval(timer));
}
