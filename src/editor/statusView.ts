import type { EngineState } from '../client/state.js';
import type { ErrorCode } from '../core/errors.js';

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
  const view = (text: string, tooltip: string, isError = false) => ({ text, tooltip: `Cloze: ${tooltip}`, isError });
  switch (state.kind) {
    case 'idle':
      return view('$(circle-outline) Cloze', t('the model is loaded when it is first needed'));
    case 'loading':
      return view('$(loading~spin) Cloze', t('the model is being loaded'));
    case 'ready': {
      const ready = t('{0} is ready on {1}', state.info.name, state.info.device);
      return view('$(check) Cloze', state.info.canFill ? ready : `${ready} · ${t('it cannot fill masks')}`);
    }
    case 'failed':
      return view('$(error) Cloze', `${failureText(state.error, t)} ${t('Select to see the log.')}`, true);
  }
}

/** What the language status shows: the model, and where and how it computes. */
export function languageStatus(state: EngineState, t: Translate): { readonly text: string; readonly detail: string } {
  switch (state.kind) {
    case 'ready': {
      const { name, device, precision, canFill } = state.info;
      const detail = [device, precision, ...(canFill ? [] : [t('it cannot fill masks')])].join(' · ');
      return { text: `Cloze: ${name}`, detail };
    }
    case 'failed':
      return { text: 'Cloze', detail: leadSentence(state.error.code, t) };
    case 'loading':
      return { text: 'Cloze', detail: t('the model is being loaded') };
    case 'idle':
      return { text: 'Cloze', detail: t('the model is loaded when it is first needed') };
  }
}

/** What failed in the reader's language, then exactly how, as the engine says it. */
export function failureText({ code, message }: { code: ErrorCode; message: string }, t: Translate): string {
  return `${leadSentence(code, t)} ${message}`;
}

function leadSentence(code: ErrorCode, t: Translate): string {
  switch (code) {
    case 'bad-checkpoint':
      return t('The model cannot be used.');
    case 'bad-request':
      return t('The settings ask for what cannot be done.');
    case 'unsupported':
      return t('This kind of model is not supported.');
    case 'engine-unavailable':
      return t('The engine cannot be started.');
    case 'engine-crashed':
      return t('The engine crashed; the next request starts it again.');
    case 'engine-hung':
      return t('The engine hung; the next request starts it again.');
    default:
      return t('Something went wrong.');
  }
}
