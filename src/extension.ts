import * as vscode from 'vscode';
import type { EngineState } from './client/state.js';
import type { ClozeExports } from './editor/api.js';
import { apiV1 } from './editor/apiV1.js';
import { showDiagnosis } from './editor/diagnose.js';
import { EditorEngine } from './editor/engine.js';
import { registerFilling } from './editor/filling/index.js';
import { registerMenu } from './editor/menu.js';
import { registerRank } from './editor/rank.js';
import { registerReplace } from './editor/replace.js';
import { registerSample } from './editor/sample.js';
import { registerScore } from './editor/score/index.js';
import { onSettings, readSettings } from './editor/settings.js';
import { registerSimilarity } from './editor/similarity/index.js';
import { showStatus } from './editor/status.js';
import { registerWordTools } from './editor/tools/index.js';
import { warmUpOnMasks } from './editor/warmUp.js';
import { registerPoolPanel } from './panels/index.js';

/** What tests inside the host can see beside what is for everybody. */
export interface Exports extends ClozeExports {
  /** Process id of the engine, while there is one. */
  enginePid(): number | undefined;
  engineState(): EngineState['kind'];
  /** How long activation took, in milliseconds. */
  readonly activation: number;
}

/** The composition root: builds the parts and registers them, nothing else. */
export function activate(context: vscode.ExtensionContext): Exports {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Cloze', { log: true });
  const engine = new EditorEngine(context.extensionPath, context.globalStorageUri.fsPath, log, readSettings());
  const api = apiV1(engine);
  context.subscriptions.push(
    engine,
    onSettings((settings) => engine.use(settings)),
    showStatus(engine),
    registerFilling(engine),
    registerReplace(engine),
    registerRank(engine),
    registerScore(engine, context.workspaceState),
    registerWordTools(context, api),
    registerMenu(context),
    registerSample(context),
    registerSimilarity(context, engine),
    registerPoolPanel(engine, context.extensionUri),
    warmUpOnMasks(engine),
    vscode.commands.registerCommand('cloze.showLog', () => log.show()),
    vscode.commands.registerCommand('cloze.restartEngine', () => engine.restart()),
    vscode.commands.registerCommand('cloze.diagnose', () => showDiagnosis(engine)),
    log, // the last to go: the others may still write to it
  );
  return {
    getApi(version) {
      if (version === api.version) return api;
      throw new Error(`This Cloze has version ${api.version} of its interface, not ${version}.`);
    },
    enginePid: () => engine.pid,
    engineState: () => engine.state.kind,
    activation: performance.now() - started,
  };
}
