import * as vscode from 'vscode';
import { toClozeError } from '../../core/errors.js';
import { problemsOf, type Schema } from '../../core/schema.js';

/** A tool of package.json, and what it does. */
export interface Tool<I extends object> {
  readonly name: string;
  /** What a person reads while it runs. */
  readonly message: string;
  /** @returns what the language model is told, as JSON */
  run(input: I, token: vscode.CancellationToken): Promise<unknown>;
}

/**
 * Offers tools to language models. Their inputs are checked against the schemas of package.json; what is wrong is told in
 * sentences that a model can act on. Where VS Code has no such tools, nothing happens.
 */
export function registerTools(
  { extension }: vscode.ExtensionContext,
  tools: readonly Tool<never>[],
): vscode.Disposable {
  if (typeof vscode.lm?.registerTool !== 'function') return new vscode.Disposable(() => {});
  const declared = extension.packageJSON.contributes.languageModelTools as { name: string; inputSchema: Schema }[];
  const registrations = tools.map(({ name, message, run }) => {
    const schema = declared.find((it) => it.name === name)?.inputSchema;
    if (!schema) throw new Error(`package.json does not declare ${name}.`);
    return vscode.lm.registerTool<object>(name, {
      prepareInvocation: () => ({ invocationMessage: message }),
      async invoke({ input }, token) {
        const problems = problemsOf(input, schema);
        if (problems.length > 0) throw new Error(problems.join(' '));
        const answer = await run(input as never, token).catch((error: unknown) => {
          throw explained(error);
        });
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
      },
    });
  });
  return vscode.Disposable.from(...registrations);
}

/** What a model can do about an error: mend its request, or tell the person. */
function explained(thrown: unknown): Error {
  const { code, message } = toClozeError(thrown);
  if (code === 'cancelled' || code === 'superseded') return new vscode.CancellationError();
  if (code === 'bad-request') return new Error(message);
  return new Error(`${message} Calling again will not help; tell the user to run "Cloze: Diagnose".`);
}
