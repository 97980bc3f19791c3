/** The native files of a package, as paths below `node_modules`; or why there can be none. */
export type Platform = { readonly natives: readonly string[] } | { readonly lacks: string };

/** What ONNX Runtime has on Windows: DirectML, and the two with which WebGPU compiles its shaders. */
const WINDOWS = ['onnxruntime.dll', 'DirectML.dll', 'dxcompiler.dll', 'dxil.dll'];

/** VS Code's names for the platforms that Cloze has packages for, and what each needs. */
export const TARGETS = {
  'linux-x64': { natives: [...runtime('linux/x64', 'libonnxruntime.so.1'), tokenizers('linux-x64-gnu')] },
  'linux-arm64': { natives: [...runtime('linux/arm64', 'libonnxruntime.so.1'), tokenizers('linux-arm64-gnu')] },
  'darwin-arm64': { natives: [...runtime('darwin/arm64', 'libonnxruntime.1.dylib'), tokenizers('darwin-arm64')] },
  'win32-x64': { natives: [...runtime('win32/x64', ...WINDOWS), tokenizers('win32-x64-msvc')] },
  'win32-arm64': { natives: [...runtime('win32/arm64', ...WINDOWS), tokenizers('win32-arm64-msvc')] },
  'darwin-x64': { lacks: lacking('darwin-x64', 'it is made for Macs with Apple silicon only') },
  'alpine-x64': { lacks: lacking('alpine-x64', 'it needs a Linux with glibc, and Alpine has musl') },
  'alpine-arm64': { lacks: lacking('alpine-arm64', 'it needs a Linux with glibc, and Alpine has musl') },
} as const satisfies Readonly<Record<string, Platform>>;

/** A platform that Cloze has a package for. */
export type Target = keyof typeof TARGETS;

/** All of them, in the order in which they are made. */
export const TARGET_NAMES = Object.keys(TARGETS) as Target[];

/** What a machine is, in Node's words. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** The C library is musl, as on Alpine Linux. */
  readonly musl: boolean;
}

/** @throws Error, listing the targets, when `name` is none */
export function asTarget(name: string): Target {
  const target = TARGET_NAMES.find((known) => known === name);
  if (target === undefined) throw new Error(`There is no package for ${name}. Targets: ${TARGET_NAMES.join(', ')}.`);
  return target;
}

/**
 * The target that a machine takes.
 * @throws Error when there is none
 */
export function targetOf({ platform, arch, musl }: Machine): Target {
  return asTarget(`${musl ? 'alpine' : platform}-${arch}`);
}

function runtime(folder: string, ...libraries: string[]): string[] {
  const place = `onnxruntime-node/bin/napi-v6/${folder}`;
  return ['onnxruntime_binding.node', ...libraries].map((file) => `${place}/${file}`);
}

function tokenizers(build: string): string {
  return `tokenizers/tokenizers.${build}.node`;
}

function lacking(target: string, reason: string): string {
  return `ONNX Runtime cannot be loaded on ${target}: ${reason}. Without it Cloze cannot run a model on this computer.`;
}
