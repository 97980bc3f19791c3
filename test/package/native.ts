import { closeSync, openSync, readSync } from 'node:fs';

const ELF: Readonly<Record<number, string>> = { 62: 'linux-x64', 183: 'linux-arm64' };
const MACH: Readonly<Record<number, string>> = { 16777223: 'darwin-x64', 16777228: 'darwin-arm64' };
const PE: Readonly<Record<number, string>> = { 34404: 'win32-x64', 43620: 'win32-arm64' };

/** The platform that a native library is made for, read from its header; undefined when it is no native library. */
export function nativePlatform(file: string): string | undefined {
  const head = Buffer.alloc(4096);
  const handle = openSync(file, 'r');
  readSync(handle, head);
  closeSync(handle);
  if (head.toString('latin1', 0, 4) === '\x7fELF') return ELF[head.readUInt16LE(18)] ?? 'another ELF';
  if (head.readUInt32LE(0) === 0xfeedfacf) return MACH[head.readUInt32LE(4)] ?? 'another Mach-O';
  if (head.readUInt32BE(0) === 0xcafebabe) return 'a universal Mach-O';
  if (head.toString('latin1', 0, 2) === 'MZ') return PE[head.readUInt16LE(head.readUInt32LE(60) + 4)] ?? 'another PE';
  return undefined;
}
