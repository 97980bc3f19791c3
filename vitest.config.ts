import { defineConfig } from 'vitest/config';
import { CountReporter } from './scripts/stages/reporter.js';

const counts = process.env['CLOZE_TEST_COUNTS'];

export default defineConfig({
  test: {
    environment: 'node',
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
    include: ['test/{unit,engine,faults,training,webview,window,package}/**/*.test.ts'],
    maxWorkers: 2,
    minWorkers: 1,
    pool: 'forks',
    reporters: counts ? ['default', new CountReporter(counts)] : ['default'],
    testTimeout: 60_000,
  },
});
