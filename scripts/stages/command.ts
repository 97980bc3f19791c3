import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../test/workbench/root.js';

/**
 * Runs the command-line tool of an installed package in the repository, its output shown as it comes.
 * @returns its exit status.
 * @throws Error when the package is not installed or has no such tool.
 */
export function runTool(
  packageName: string,
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(process.execPath, [toolPath(packageName, tool), ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

function toolPath(packageName: string, tool: string): string {
  const manifest = join(repositoryRoot, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> };
  const path = typeof bin === 'string' ? bin : bin[tool];
  if (path === undefined) throw new Error(`${packageName} has no command ${tool}.`);
  return join(dirname(manifest), path);
}
