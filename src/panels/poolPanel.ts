import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Comparison } from '../core/comparison/comparison.js';
import { ClozeError } from '../core/errors.js';
import type { EditorEngine } from '../editor/engine.js';
import type {
  PoolAnswer,
  PoolHostMethods,
  PoolProgress,
  PoolRequest,
  PoolSource,
  PoolViewMethods,
} from '../protocol/pool.js';
import type { ComparisonProgress } from '../protocol/pooling.js';
import { type Handlers, Rpc } from '../protocol/rpc.js';
import { webviewHtml } from './html.js';
import { Kept } from './kept.js';
import { PoolEngines } from './poolEngines.js';
import { follow } from './poolFollow.js';
import { chooseModel, deliver } from './poolWays.js';

export const POOL_VIEW = 'cloze.pool';

/** One panel: answers its page, and tells it what changes. */
export class PoolPanel implements vscode.Disposable {
  readonly #engines: PoolEngines;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #rpc: Rpc<PoolHostMethods, PoolViewMethods>;
  /** What the page shows: it may be thrown away while it is hidden, and asks again when it comes back. */
  readonly #first = new Kept<Comparison>();
  readonly #second = new Kept<Comparison>();
  #following: vscode.Disposable | undefined;
  /** How many pages there have been: one that is hidden is thrown away. */
  #pages = 0;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    engine: EditorEngine,
    /** What the page has not got yet. */
    private source: PoolSource | undefined,
  ) {
    this.#engines = new PoolEngines(engine);
    const { webview } = panel;
    const port = { post: (message: unknown) => void webview.postMessage(message) };
    this.#rpc = new Rpc<PoolHostMethods, PoolViewMethods>(port, this.#handlers());
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    this.#disposables.push(
      this.#engines,
      webview.onDidReceiveMessage((message) => this.#rpc.receive(message)),
      panel.onDidDispose(() => this.dispose()),
      engine.onDidChangeState((state) => {
        if (state.kind === 'ready') this.#checkModel(state.info.name);
      }),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('cloze.model')) this.#forget();
      }),
    );
    webview.html = webviewHtml({
      title: panel.title,
      language: vscode.env.language,
      script: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'pool.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'pool.css')).toString(),
      source: webview.cspSource,
      nonce: randomBytes(24).toString('base64url'),
    });
  }

  /** Shows other sentences. */
  show(source: PoolSource): void {
    this.panel.reveal();
    this.#offer(source);
  }

  dispose(): void {
    this.#rpc.close(new ClozeError('cancelled', 'The panel was closed.'));
    this.#following?.dispose();
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  #handlers(): Handlers<PoolHostMethods> {
    return {
      open: () => {
        this.#pages += 1;
        const source = this.source;
        this.source = undefined; // from now on the page remembers
        return {
          messages: vscode.l10n.bundle ?? {},
          ...(source && { source }),
          follows: this.#following !== undefined,
        };
      },
      compare: (request, signal) => this.#compare(request, signal),
      contributions: ({ text, beside }, signal) => this.#engines.contributions(text, beside, signal),
      chooseModel: () => chooseModel(),
      follow: (on) => {
        this.#following?.dispose();
        this.#following = on ? follow((source) => this.#offer(source)) : undefined;
        return null;
      },
      export: async (request) => {
        await deliver(request);
        return null;
      },
    };
  }

  async #compare(request: PoolRequest, signal: AbortSignal): Promise<PoolAnswer> {
    this.source = undefined;
    const started = performance.now();
    const { source, methods, beside } = request;
    const { title: _, notes: __, ...sentences } = source;
    const key = JSON.stringify([sentences, methods]);
    const progress = (model: PoolProgress['model']) => (how: ComparisonProgress) =>
      void this.#rpc.call('progress', { ...how, model }).catch(() => {}); // the page may be gone
    const page = this.#pages;
    const comparison = await this.#first.get(key, signal, (own) =>
      this.#engines.compare(sentences, methods, own, progress('first')),
    );
    if (page !== this.#pages) throw new ClozeError('cancelled', 'The page is gone.');
    if (beside === undefined) {
      this.#engines.endSecond();
      return { comparison, milliseconds: performance.now() - started };
    }
    const second = await this.#second.get(`${beside} ${key}`, signal, (own) =>
      this.#engines.compareBeside(beside, sentences, methods, own, progress('second')),
    );
    return { comparison, beside: second, milliseconds: performance.now() - started };
  }

  /** What is shown is of another model: the page should ask again. */
  #checkModel(name: string): void {
    const shown = this.#first.value;
    if (shown && shown.model.name !== name) this.#forget();
  }

  #forget(): void {
    this.#first.clear();
    void this.#rpc.call('modelChanged', null).catch(() => {});
  }

  #offer(source: PoolSource): void {
    this.source = source;
    void this.#rpc.call('show', source).catch(() => {}); // a page that is not there asks when it comes
  }
}
