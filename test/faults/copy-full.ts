import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CopyReport } from './copy-full-host.js';
import {
  type Command,
  canHaveSmallDisk,
  hostReport,
  nodeCommand,
  withSmallDisk,
  withSmallFiles,
} from './host-report.js';
import { Random } from './random.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

const REFUSAL = /The int8 copy of the model cannot be written to .+: (ENOSPC|EFBIG)\b.*\.$/;
/** Of a file system. */
const BLOCK = 4096;

/** The disk is full before the int8 copy of a model is written whole: it is not made at all, and fp32 serves. */
export const copyFull: Scenario = {
  name: 'copy-full',
  isHost: false,
  async run({ engine, full, seed }, tally) {
    const host = (folder: string, precision: string) => nodeCommand('copy-full-host.ts', engine, folder, precision);
    const whole = await inNewFolder((folder) => hostReport<CopyReport>(host(folder, 'int8')));
    const bytes = Math.max(0, ...Object.values(whole?.files ?? {}));
    if (whole?.precision !== 'int8' || bytes === 0) {
      return void tally.violation('no copy is made where there is room for it', JSON.stringify(whole));
    }
    const limits = new Map<string, (size: number, folder: string, command: Command) => Command>();
    if (process.platform === 'win32') tally.notes.push('not run: files of limited size (Windows cannot limit them)');
    else limits.set('with files of limited size', (size, _, command) => withSmallFiles(size, command));
    if (await inNewFolder(canHaveSmallDisk)) limits.set('on a full disk', withSmallDisk);
    else tally.notes.push('not run: the full disk (it takes Linux and leave to mount a file system)');

    const random = new Random(seed);
    const anySize = () => BLOCK + random.below(bytes - BLOCK);
    const sizes = [BLOCK, bytes - 1, ...Array.from({ length: full ? 20 : 0 }, anySize)];
    for (const [where, limited] of limits) {
      for (const [i, size] of sizes.entries()) {
        // Asked for, or looked for behind the CPU.
        const precision = i % 2 === 0 ? 'int8' : 'auto';
        const report = await inNewFolder((folder) =>
          hostReport<CopyReport>(limited(size - (size % BLOCK), folder, host(folder, precision))),
        );
        judgeReport(report, where, tally);
      }
    }
    tally.done = 'int8 copies without room';
  },
};

function judgeReport(report: CopyReport | undefined, where: string, tally: Tally): void {
  if (!report) return void tally.violation(`the host failed ${where}`);
  const { answers, said, precision, files } = report;
  const details = JSON.stringify(report);
  tally.count(`refused ${where}`);
  if (!REFUSAL.test(said)) tally.violation(`no clear refusal ${where}`, details);
  const isServed = precision === 'fp32' && answers.every((answer) => answer === 'answered');
  if (!isServed) tally.violation(`fp32 does not serve ${where}`, details);
  if (Object.keys(files).length > 0) tally.violation(`files were left ${where}`, details);
}

async function inNewFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cloze-copy-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
