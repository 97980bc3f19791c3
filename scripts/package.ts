// npm run package: the .vsix for this machine; `-- --target X` (several times) for others, `-- --all` for every one.
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../test/workbench/root.js';
import { thisMachine } from './package/machine.js';
import { asTarget, TARGET_NAMES, type Target, targetOf } from './package/targets.js';
import { makeVsix, type Vsix } from './package/vsix.js';

/** @throws Error for an argument that is not understood */
function read(args: readonly string[]): { targets: readonly Target[]; repository: string | undefined } {
  const options = {
    all: { type: 'boolean' },
    repository: { type: 'string' },
    target: { type: 'string', multiple: true },
  } as const;
  const { all, repository, target } = parseArgs({ args: [...args], options }).values;
  if (all) return { targets: TARGET_NAMES, repository };
  return { targets: target?.map(asTarget) ?? [targetOf(thisMachine())], repository };
}

async function main(): Promise<void> {
  const { targets, repository } = read(process.argv.slice(2));
  const made: Vsix[] = [];
  for (const target of targets) made.push(await makeVsix(target, repository));
  console.log();
  for (const { file, bytes } of made) {
    console.log(`${relative(repositoryRoot, file)}  ${(bytes / 1e6).toFixed(1)} MB`);
  }
}

await main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
