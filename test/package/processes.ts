import { readdirSync, readFileSync } from 'node:fs';

/** The processes (on Linux) that were started with a command line containing `text`. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(name, 'cmdline').replaceAll('\0', ' ').includes(text))
    .map(Number);
}

/** The files that a process has mapped into its memory: its program and its native libraries. */
export function mappedFiles(pid: number): string[] {
  return [...new Set(read(String(pid), 'maps').match(/\/.*$/gm) ?? [])];
}

/** Empty for a process that has ended. */
function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
