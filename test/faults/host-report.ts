import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { inTime } from './processes.js';

const LIMIT = 60_000;

/** A command line. */
export type Command = readonly [string, ...string[]];

/** Runs a script of this folder with Node. */
export function nodeCommand(script: string, ...args: readonly string[]): Command {
  return [process.execPath, '--import', 'tsx', path.join(import.meta.dirname, script), ...args];
}

/** Runs a command where `folder` is a file system of its own, seen by this command alone; takes Linux and leave to mount. */
export function withSmallDisk(bytes: number, folder: string, command: Command): Command {
  const script = `mount -t tmpfs -o size=${bytes} cloze "$0" && exec "$@"`;
  return ['unshare', '-rm', 'sh', '-c', script, folder, ...command];
}

/** Whether `withSmallDisk` can be had. */
export async function canHaveSmallDisk(folder: string): Promise<boolean> {
  return (await hostReport(withSmallDisk(4096, folder, ['echo', '{}']))) !== undefined;
}

/** Runs a command that can make no file longer than this, in whole blocks of 512 bytes; not on Windows. */
export function withSmallFiles(bytes: number, command: Command): Command {
  return ['sh', '-c', `ulimit -f ${Math.floor(bytes / 512)} && exec "$@"`, 'sh', ...command];
}

/** What a host printed as JSON. @returns undefined when it could not run */
export async function hostReport<T>([command, ...args]: Command): Promise<T | undefined> {
  // What tsx keeps for itself would be cut off, too.
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('error', () => resolve()).once('close', () => resolve()));
  const output = Promise.all([text(child.stdout), text(child.stderr)]).catch(() => ['', '']);
  await inTime(LIMIT, ended, undefined);
  child.kill('SIGKILL');
  const [stdout = ''] = await output;
  return stdout === '' ? undefined : (JSON.parse(stdout) as T);
}
