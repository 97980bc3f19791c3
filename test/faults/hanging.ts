import path from 'node:path';

/**
 * `busy`: an endless loop; `blocked`: a native wait that never ends. Neither lets the process notice anything. `deaf`: it
 * answers everything else, and that it is alive, but never this.
 */
export type Hang = 'busy' | 'blocked' | 'deaf';

/** Environment of an engine that hangs when it is asked for `at`; for `fill`, when the text starts with HANG. */
export function hanging(how: Hang, at: 'load' | 'fill'): Record<string, string> {
  const hook = path.join(import.meta.dirname, 'hook.cjs').replaceAll('\\', '/');
  return { NODE_OPTIONS: `--require "${hook}"`, CLOZE_HANG: how, CLOZE_HANG_AT: at };
}
