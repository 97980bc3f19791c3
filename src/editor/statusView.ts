import type { EngineState } from '../client/state.js';

/** What the status bar shows; made without VS Code so that it can be tested without. */
export interface StatusView {
  /** With VS Code's icon codes. */
  readonly text: string;
  readonly tooltip: string;
  readonly isError: boolean;
}

/** As `vscode.l10n.t`: `{0}` stands for the first argument. */
export type Translate = (message: string, ...args: string[]) => string;

export function statusView(state: EngineState, t: Translate): StatusView {
  const view = (text: string, tooltip: string, isError = false) => ({ text, tooltip, isError });
  switch (state.kind) {
    case 'idle':
      return view('$(circle-outline) Cloze', t('Cloze: the model is loaded when it is first needed'));
    case 'loading':
      return view('$(loading~spin) Cloze', t('Cloze: the model is being loaded'));
    case 'ready':
      return view('$(check) Cloze', t('Cloze: {0} is ready on {1}', state.info.name, state.info.device));
    case 'failed':
      return view('$(error) Cloze', t('Cloze: {0} Select to see the log.', state.error.message), true);
  }
}
