import { installWorkbench } from '../../test/workbench/install.js';
import { repositoryRoot } from '../../test/workbench/root.js';
import { startServer } from '../../test/workbench/server.js';
import { pageUrl } from '../../test/workbench/url.js';

/** VS Code with the extension, to be opened in a browser. */
export interface Serving {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Installs the browser workbench if need be and serves `folder` in it, on a loopback port.
 * @throws Error when it cannot be installed or does not start.
 */
export async function serve(folder: string): Promise<Serving> {
  const server = await startServer(await installWorkbench(console.log));
  return { url: pageUrl(server, { folder, extension: repositoryRoot }), stop: server.stop };
}

/** Resolves when somebody asks this process to end (Ctrl+C). */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}
