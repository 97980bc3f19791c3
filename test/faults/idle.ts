import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Runs an idle process beside this one; `stop` tells for how many milliseconds the machine left it waiting at most. */
export async function watchIdle(): Promise<{ stop(): Promise<number> }> {
  const args = ['--import', 'tsx', path.join(import.meta.dirname, 'idle-process.ts')];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  return {
    async stop() {
      const line = once(lines, 'line');
      child.stdin.end();
      return Number((await line)[0]);
    },
  };
}
