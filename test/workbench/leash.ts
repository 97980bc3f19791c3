// Run as a script of its own (no imports of this project): starts the workbench server given on the command line in this process
// group, and ends the whole group, then removes the server's folder, as soon as the parent's end of standard input closes.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [root = '', ...args] = process.argv.slice(2);
const server = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

function finish(): void {
  try {
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } finally {
    process.kill(-process.pid, 'SIGKILL');
  }
}

function end(): void {
  if (ending) return;
  ending = true;
  process.kill(-process.pid, 'SIGTERM');
  const limit = setTimeout(finish, 5000);
  server.once('exit', () => {
    clearTimeout(limit);
    setTimeout(finish, 200);
  });
}

process.on('SIGTERM', end);
process.stdin.on('end', end).on('error', end).resume();
server.on('exit', () => {
  if (!ending) finish();
});
