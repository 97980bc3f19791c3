import type { Machine } from './targets.js';

/** The machine that this runs on. */
export function thisMachine(): Machine {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const musl = process.platform === 'linux' && header.glibcVersionRuntime === undefined;
  return { platform: process.platform, arch: process.arch, musl };
}
