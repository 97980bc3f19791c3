import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeHome } from './home.js';
import type { Workbench } from './install.js';
import { writeLanguagePack } from './language.js';
import { freePort } from './port.js';

/** How to run one workbench server; everything is optional. */
export interface ServerOptions {
  /** User settings beside the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where installed extensions are; an empty temporary folder by default. */
  readonly extensionsDir?: string;
  /** Needed to load an extension from a development folder; it also hides toasts. On by default. */
  readonly driver?: boolean;
  /** Workspace trust on, with every folder untrusted; off by default. */
  readonly workspaceTrust?: boolean;
  /** Of the extension's texts: `zh-cn`; English by default. VS Code's own stay English. */
  readonly language?: string;
  /** A file that receives the server's output. */
  readonly log?: string;
}

/** A running workbench server. */
export interface Server {
  readonly port: number;
  readonly userData: string;
  /** Ends the server and everything it started, and removes its folders. */
  stop(): Promise<void>;
}

/**
 * Starts a workbench server on a free loopback port, with a home of its own; it also ends when this process ends.
 * @throws Error with the server's output when it does not answer within a minute.
 */
export async function startServer(workbench: Workbench, options: ServerOptions = {}): Promise<Server> {
  const home = makeHome(options.workspaceTrust ?? false, options.settings ?? {});
  const port = await freePort();
  const leash = fileURLToPath(new URL('leash.ts', import.meta.url));
  const args = [leash, home.root, workbench.entry, '--config', home.config, '--auth', 'none'];
  args.push('--bind-addr', `127.0.0.1:${port}`, '--user-data-dir', home.userData);
  args.push('--extensions-dir', options.extensionsDir ?? home.extensions, ...FLAGS);
  if (options.language) {
    writeLanguagePack(home.userData, options.language);
    args.push('--locale', options.language);
  }
  if (!options.workspaceTrust) args.push('--disable-workspace-trust');
  if (options.driver ?? true) args.push('--vscode-option', 'enable-smoke-test-driver');
  const env = { ...cleanEnvironment(), ...home.env, EXTENSIONS_GALLERY: '{}', ...options.env };
  const child = spawn(workbench.node, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve()).on('error', () => resolve());
  });
  let alive = true;
  let output = '';
  const log = options.log ? createWriteStream(options.log) : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output = (output + data.toString()).slice(-10_000);
      log?.write(data);
    });
  }
  ended.then(() => {
    alive = false;
    log?.end();
  });
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  for (const start = Date.now(); !(await answers(port)); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (alive && Date.now() - start < 60_000) continue;
    await stop();
    throw new Error(`The workbench server did not start:\n${output}`);
  }
  return { port, userData: home.userData, stop };
}

const FLAGS = [
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
  '--disable-proxy',
  '--ignore-last-opened',
  '--idle-timeout-seconds',
  '3600',
];

function cleanEnvironment(): NodeJS.ProcessEnv {
  const drop = /^(VSCODE_|CODE_SERVER_|npm_|PORT$|PASSWORD$|HASHED_PASSWORD$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !drop.test(name)));
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}
