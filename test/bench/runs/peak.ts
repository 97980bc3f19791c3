import { readFileSync } from 'node:fs';

/** The most that a process took, in MiB. Linux only; NaN elsewhere. */
export interface Peak {
  /** Without mapped files. Looked at every 2 ms: a shorter peak may be missed. */
  readonly anonymous: number;
  /** With mapped files, such as weights that are read from their file; kept by the system, so nothing is missed. */
  readonly rss: number;
}

const EVERY = 2;

/**
 * Watches a process from outside, as a run of ONNX Runtime blocks it.
 * @param pid of the process; it must be alive when `run` ends
 */
export async function peakWhile(pid: () => number | undefined, run: () => Promise<unknown>): Promise<Peak> {
  let anonymous = Number.NaN;
  const timer = setInterval(() => {
    const now = status(pid(), 'RssAnon');
    if (!(now <= anonymous) && !Number.isNaN(now)) anonymous = now;
  }, EVERY);
  try {
    await run();
    return { anonymous, rss: status(pid(), 'VmHWM') };
  } finally {
    clearInterval(timer);
  }
}

/** A size in `/proc/PID/status`, in MiB. */
function status(pid: number | undefined, field: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
