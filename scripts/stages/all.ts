import { runHostTests } from '../../test/host/run.js';
import { browserWorkbench } from '../../test/workbench/available.js';
import { findChromium } from '../../test/workbench/browser.js';
import { build } from '../build.js';
import { runTool } from './command.js';
import { check, notRun, type Stage } from './stage.js';
import { runVitest } from './vitest.js';

/** What is checked apart, since browsers have other types. */
const PROJECTS = ['.', 'src/webview', 'test/webview'];

/** The stages of `npm test`, in order. */
export const stages: readonly Stage[] = [
  {
    name: 'types',
    title: 'type check',
    run: async () => {
      let ok = true;
      for (const project of PROJECTS) ok &&= (await runTool('typescript', 'tsc', ['--noEmit', '-p', project])) === 0;
      return check('type check', ok);
    },
  },
  {
    name: 'lint',
    title: 'lint',
    run: async () => check('lint', (await runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings'])) === 0),
  },
  {
    name: 'build',
    title: 'build',
    run: () =>
      build().then(
        () => check('build', true),
        (error: unknown) => {
          console.error((error as Error).message);
          return check('build', false);
        },
      ),
  },
  { name: 'unit', title: 'unit tests', run: () => runVitest('test/unit') },
  { name: 'engine', title: 'engine tests', run: () => runVitest('test/engine') },
  {
    name: 'host',
    title: 'host tests',
    needsBuild: true,
    run: async () => {
      const outcome = await runHostTests();
      if ('missing' in outcome) return notRun('host tests', outcome.missing);
      return {
        passed: outcome.passes.length,
        failed: outcome.failures.map(({ title, error }) => `${title}: ${error.split('\n', 1)[0]}`),
        notRun: outcome.notRun,
      };
    },
  },
  {
    name: 'window',
    title: 'window tests',
    needsBuild: true,
    run: async () => {
      const host = await browserWorkbench(console.log);
      if (host.kind === 'none') return notRun('window tests', host.missing);
      return runVitest('test/window', ['--no-file-parallelism']);
    },
  },
  {
    name: 'webview',
    title: 'webview tests',
    needsBuild: true,
    run: async () => (findChromium() ? runVitest('test/webview') : notRun('webview tests', ['a Chromium'])),
  },
  { name: 'training', title: 'training of the models', needsBuild: true, run: () => runVitest('test/training') },
  { name: 'faults', title: 'faults', needsBuild: true, run: () => runVitest('test/faults') },
  { name: 'package', title: 'package tests', run: () => runVitest('test/package', ['--no-file-parallelism']) },
];
