import type { Server } from './server.js';

/** What a workbench page opens. */
export interface PageOptions {
  readonly folder?: string;
  /** The folder of an extension to load from its sources. */
  readonly extension?: string;
  /** A module to run as tests in the extension host. */
  readonly tests?: string;
}

/** The address of a workbench page on a running server. */
export function pageUrl(server: Pick<Server, 'port'>, options: PageOptions): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
  const payload: [string, string][] = [];
  if (options.extension) payload.push(['extensionDevelopmentPath', remote(options.extension)]);
  if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)]);
  payload.push(['skipWelcome', 'true'], ['skipReleaseNotes', 'true']);
  const url = new URL(`http://127.0.0.1:${server.port}/`);
  if (options.folder) url.searchParams.set('folder', options.folder);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
