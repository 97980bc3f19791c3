import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from './npm.js';

const MAJOR = '24';
const VERSION = '24.21.0';

/** True when the Node that runs this can run the workbench too. */
const runningIsRight = process.versions.node.split('.')[0] === MAJOR;

/** The version of the Node that the workbench runs under. */
export const workbenchNodeVersion = runningIsRight ? process.versions.node : VERSION;

/** Where {@link installNode} puts (or finds) Node. */
export function nodePath(folder: string): string {
  return runningIsRight ? process.execPath : join(folder, 'node', 'node_modules', packageName(), 'bin', 'node');
}

/**
 * Installs Node into `folder` from npm, unless the Node that runs this will do.
 * @throws Error when npm fails or when the installed Node does not run.
 */
export async function installNode(folder: string): Promise<void> {
  if (runningIsRight) return;
  await emptyProject(join(folder, 'node'));
  await npm(['install', '--ignore-scripts', `${packageName()}@${VERSION}`], { cwd: join(folder, 'node') });
  await promisify(execFile)(nodePath(folder), ['--version']);
}

/** The folder of Node's C++ headers, if it came with them. */
export function nodeHeaders(node: string): string | undefined {
  const prefix = dirname(dirname(node));
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}

/** A folder that npm takes for a project and installs into. */
export async function emptyProject(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
}

function packageName(): string {
  return `node-linux-${process.arch}`;
}
