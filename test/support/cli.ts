import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { built } from './built.js';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line. */
export async function cloze(
  args: readonly string[],
  { env = {}, stdin = '' }: { env?: NodeJS.ProcessEnv; stdin?: string } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [built('cli.cjs'), ...args], { env: { ...process.env, ...env } });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
