import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../test/workbench/root.js';
import { runTool } from './command.js';
import { check, type StageResult } from './stage.js';

/** Runs the Vitest files of one folder, which must have some; `args` go to Vitest. */
export async function runVitest(folder: string, args: readonly string[] = []): Promise<StageResult> {
  const file = join(repositoryRoot, 'out', `${folder.replaceAll('/', '-')}.json`);
  rmSync(file, { force: true });
  const status = await runTool('vitest', 'vitest', ['run', `${folder}/`, ...args], { CLOZE_TEST_COUNTS: file });
  if (!existsSync(file)) return check(folder, false);
  const result = JSON.parse(readFileSync(file, 'utf8')) as StageResult;
  return status !== 0 && result.failed.length === 0
    ? { ...result, failed: [`${folder}: exit status ${status}`] }
    : result;
}
