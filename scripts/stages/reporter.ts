import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { StageResult } from './stage.js';

/** A Vitest reporter that writes a {@link StageResult} to a file; the reason given to `skip` says what a test was missing. */
export class CountReporter implements Reporter {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    const failed = errors.map((error) => `outside of the tests: ${firstLine(error)}`);
    const notRun: string[] = [];
    for (const module of modules) {
      const file = relative(process.cwd(), module.moduleId);
      const failedBefore = failed.length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') failed.push(`${file}: ${test.fullName}: ${firstLine(result.errors[0])}`);
        else notRun.push(`${file}: ${test.fullName} (${reason(result)})`);
      }
      // A file that could not be loaded has no failed test.
      if (module.state() === 'failed' && failed.length === failedBefore) {
        failed.push(`${file}: ${firstLine(module.errors()[0])}`);
      }
    }
    const counted: StageResult = { passed, failed, notRun };
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, JSON.stringify(counted));
  }
}

function firstLine(error: unknown): string {
  const message = (error as { readonly message?: unknown } | undefined)?.message;
  return String(message ?? 'no reason was given').split('\n', 1)[0] ?? '';
}

function reason(result: { readonly state: string; readonly note?: string | undefined }): string {
  return result.note ?? result.state;
}
