// npm test: everything; `npm test -- unit host`: only these stages.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../test/workbench/root.js';
import { stages } from './stages/all.js';
import { check, notRun, type Stage, type StageResult } from './stages/stage.js';
import { failures, type Row, summary } from './summary.js';

/**
 * The stages with these names, in their own order; all when no name is given.
 * @throws Error for a name that no stage has.
 */
function choose(names: readonly string[]): readonly Stage[] {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new Error(`No such stage: ${unknown.join(', ')}. Stages: ${stages.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name));
}

/** A stage that crashes counts as one failure. */
async function runStage(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run();
  } catch (error) {
    console.error(error);
    return check(stage.title, false);
  }
}

async function main(): Promise<void> {
  mkdirSync(join(repositoryRoot, 'out'), { recursive: true });
  const rows: Row[] = [];
  for (const stage of choose(process.argv.slice(2))) {
    console.log(`\n=== ${stage.title}`);
    const start = performance.now();
    const noBuild = stage.needsBuild === true && rows.some((row) => row.title === 'build' && row.failed.length > 0);
    const result = noBuild ? notRun(stage.title, ['a build that succeeds']) : await runStage(stage);
    rows.push({ ...result, title: stage.title, seconds: (performance.now() - start) / 1000 });
  }
  console.log(summary(rows));
  process.exitCode = failures(rows) > 0 ? 1 : 0;
}

await main().catch((error: unknown) => {
  console.error((error as Error).message);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
