import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cloze } from '../support/cli.js';

/** ONNX Runtime's telemetry keeps quiet on build machines; these names tell it that it is on one. */
const BUILD_MACHINE = /^(CI|TF_BUILD|GITHUB_|GITLAB_|JENKINS|BUILD_|APPVEYOR|TRAVIS|CIRCLECI|CODEBUILD|TEAMCITY)/;

it('ONNX Runtime leaves no telemetry: neither log files nor a device id', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'cloze-home-'));
  try {
    const folders = { HOME: home, TMPDIR: path.join(home, 'tmp'), XDG_CACHE_HOME: path.join(home, 'cache') };
    mkdirSync(folders.TMPDIR);
    const cleared = Object.keys(process.env).filter((name) => BUILD_MACHINE.test(name) || name.startsWith('ORT_'));
    const env = { ...Object.fromEntries(cleared.map((name) => [name, undefined])), ...folders };
    const before = new Set(readdirSync(tmpdir()));
    const { code } = await cloze(['fill', 'A [MASK].'], { env });
    expect(code).toBe(0);
    const written = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'tmp');
    expect(written).toEqual([]);
    const elsewhere = readdirSync(tmpdir()).filter((name) => name.startsWith('mat-debug') && !before.has(name));
    expect(elsewhere).toEqual([]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
