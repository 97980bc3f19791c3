import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DiskReport } from './disk-full-host.js';
import { canHaveSmallDisk, hostReport, nodeCommand, withSmallDisk } from './host-report.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

const SMALL = 64 * 1024;

/** Nothing can be written, neither for caches nor for temporary files: masks are filled all the same. */
export const diskFull: Scenario = {
  name: 'disk-full',
  isHost: false,
  async run({ engine }, tally) {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloze-full-'));
    const host = (where: string) => nodeCommand('disk-full-host.ts', engine, where);
    try {
      if (await canHaveSmallDisk(folder)) {
        const inSmall = await hostReport<DiskReport>(withSmallDisk(SMALL, folder, host(folder)));
        expectFilled(inSmall, ['ENOSPC'], 'on a full disk', tally);
      } else tally.notes.push('not run: the full disk (it takes Linux and leave to mount a file system)');

      const file = path.join(folder, 'file');
      await writeFile(file, '');
      const below = await hostReport<DiskReport>(host(path.join(file, 'folder')));
      expectFilled(below, ['ENOTDIR', 'ENOENT'], 'without folders to write to', tally);
    } finally {
      await rm(folder, { recursive: true });
    }
    tally.done = 'engines that can write nothing';
  },
};

function expectFilled(report: DiskReport | undefined, errors: readonly string[], where: string, tally: Tally): void {
  if (!report) return void tally.violation(`the host failed ${where}`);
  const { error, answers, files } = report;
  if (!errors.includes(error)) tally.violation('the disk was not full', error);
  for (const answer of answers) {
    tally.count(`${answer} ${where}`);
    if (answer !== 'answered') tally.violation(`${answer} ${where}`);
  }
  if (files.length > 0) tally.violation('files were left', files.join(', '));
}
