import { built } from './built.js';
import { type Outcome, run } from './processes.js';

/** Runs the built command line. */
export function cloze(
  args: readonly string[],
  { env = {}, stdin = '' }: { env?: NodeJS.ProcessEnv; stdin?: string } = {},
): Promise<Outcome> {
  return run(process.execPath, [built('cli.cjs'), ...args], { env: { ...process.env, ...env }, stdin });
}
