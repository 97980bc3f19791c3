import { type SpawnOptions, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without blocking: a Vitest worker that blocks for a minute fails the run.
 * @throws Error when the program cannot be started.
 */
export async function run(
  program: string,
  args: readonly string[],
  { stdin = '', ...options }: Pick<SpawnOptions, 'cwd' | 'env'> & { readonly stdin?: string } = {},
): Promise<Outcome> {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.end(stdin);
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
