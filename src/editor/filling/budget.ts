import * as vscode from 'vscode';

/** Does a task whose token is cancelled with `token`, or after so many milliseconds. */
export async function within<T>(
  milliseconds: number,
  token: vscode.CancellationToken,
  task: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => source.cancel(), milliseconds);
  const listener = token.onCancellationRequested(() => source.cancel());
  if (token.isCancellationRequested) source.cancel();
  try {
    return await task(source.token);
  } finally {
    clearTimeout(timer);
    listener.dispose();
    source.dispose();
  }
}

/** @returns whether so many milliseconds passed without `token` being cancelled */
export function pause(milliseconds: number, token: vscode.CancellationToken): Promise<boolean> {
  return new Promise((resolve) => {
    if (token.isCancellationRequested) return resolve(false);
    const done = (passed: boolean) => {
      clearTimeout(timer);
      listener.dispose();
      resolve(passed);
    };
    const timer = setTimeout(() => done(true), milliseconds);
    const listener = token.onCancellationRequested(() => done(false));
  });
}
