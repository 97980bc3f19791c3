import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { DiskReport } from './disk-full-host.js';
import { inTime } from './processes.js';
import type { Scenario } from './scenario.js';
import type { Tally } from './tally.js';

const LIMIT = 60_000;
/** A file system of its own, seen by this process alone, of 64 KiB. */
const SMALL = 'mount -t tmpfs -o size=64k cloze "$0" && exec "$@"';

/** Nothing can be written, neither for caches nor for temporary files: masks are filled all the same. */
export const diskFull: Scenario = {
  name: 'disk-full',
  isHost: false,
  async run({ engine }, tally) {
    const folder = await mkdtemp(path.join(tmpdir(), 'cloze-full-'));
    try {
      const inSmall = await report('unshare', [
        '-rm',
        'sh',
        '-c',
        SMALL,
        folder,
        process.execPath,
        ...host(engine, folder),
      ]);
      if (inSmall) expectFilled(inSmall, ['ENOSPC'], 'on a full disk', tally);
      else tally.notes.push('not run: the full disk (it takes Linux and leave to mount a file system)');

      const file = path.join(folder, 'file');
      await writeFile(file, '');
      const below = await report(process.execPath, host(engine, path.join(file, 'folder')));
      if (below) expectFilled(below, ['ENOTDIR', 'ENOENT'], 'without folders to write to', tally);
      else tally.violation('the host failed');
    } finally {
      await rm(folder, { recursive: true });
    }
    tally.done = 'engines that can write nothing';
  },
};

function host(engine: string, folder: string): string[] {
  return ['--import', 'tsx', path.join(import.meta.dirname, 'disk-full-host.ts'), engine, folder];
}

/** @returns undefined when the host could not run */
async function report(command: string, args: readonly string[]): Promise<DiskReport | undefined> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('error', () => resolve()).once('close', () => resolve()));
  const output = Promise.all([text(child.stdout), text(child.stderr)]).catch(() => ['', '']);
  await inTime(LIMIT, ended, undefined);
  child.kill('SIGKILL');
  const [stdout = ''] = await output;
  return stdout === '' ? undefined : (JSON.parse(stdout) as DiskReport);
}

function expectFilled({ error, answers, files }: DiskReport, errors: readonly string[], where: string, tally: Tally) {
  if (!errors.includes(error)) tally.violation('the disk was not full', error);
  for (const answer of answers) {
    tally.count(`${answer} ${where}`);
    if (answer !== 'answered') tally.violation(`${answer} ${where}`);
  }
  if (files.length > 0) tally.violation('files were left', files.join(', '));
}
