import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { dependencies } from '../../package.json';
import { ClozeError } from '../core/errors.js';
import { isRecord, quote } from '../core/json.js';
import { nativeLibraryError } from '../core/native.js';
import type { Runtime } from './runtime.js';

const NAME = 'onnxruntime-node';
const BINDING = 'onnxruntime_binding.node';
/** What the graphs are made for, and the types are of. */
const LEAST = dependencies[NAME];

/**
 * ONNX Runtime from a folder that a person named: an `onnxruntime-node` as npm installs it, or a build of one's own.
 * @throws ClozeError `bad-request` that says what is wrong with the folder
 */
export async function runtimeIn(folder: string): Promise<Runtime> {
  const platform = `${process.platform}-${process.arch}`;
  await checkRuntimeFolder(folder, platform);
  try {
    return createRequire(path.join(folder, 'package.json'))(folder) as Runtime;
  } catch (cause) {
    const remedy = /onnxruntime-common/.test(String(cause))
      ? `npm puts onnxruntime-common beside it: install ${NAME} there with npm.`
      : `Install ${NAME} there again, or name no folder: then Cloze takes the one that it brings.`;
    const { message } = nativeLibraryError(`The ONNX Runtime in ${folder}`, platform, cause, remedy);
    throw new ClozeError('bad-request', message, { cause });
  }
}

/**
 * Whether a folder holds an `onnxruntime-node` that can be tried, before any code of it runs.
 * @param platform as in `linux-x64`
 * @throws ClozeError `bad-request`
 */
export async function checkRuntimeFolder(folder: string, platform: string): Promise<void> {
  const refuse = (why: string) =>
    new ClozeError('bad-request', `ONNX Runtime cannot be loaded from ${folder}: ${why}.`);
  const isFolder = await stat(folder).then(
    (it) => it.isDirectory(),
    () => false,
  );
  if (!isFolder) throw refuse('there is no such folder');
  const manifest = await readManifest(folder);
  if (manifest['name'] !== NAME) throw refuse(`it is no folder of ${NAME}, such as npm makes in node_modules`);
  const { version } = manifest;
  if (typeof version !== 'string' || isOlder(version, LEAST)) {
    throw refuse(`its version is ${quote(version)}; Cloze needs ${LEAST} or newer`);
  }
  const platforms = await platformsOf(folder);
  if (platforms.length === 0) throw refuse(`it has no native library (bin/*/*/*/${BINDING})`);
  if (!platforms.includes(platform)) throw refuse(`it is for ${platforms.join(', ')}, and this is ${platform}`);
}

async function readManifest(folder: string): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Of two versions `major.minor...`; the rest is not looked at. */
function isOlder(version: string, least: string): boolean {
  const [major = Number.NaN, minor = Number.NaN] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return !(major > leastMajor || (major === leastMajor && minor >= leastMinor));
}

/** The platforms that there are libraries for: `bin/napi-v6/linux/x64/onnxruntime_binding.node` is linux-x64. */
async function platformsOf(folder: string): Promise<string[]> {
  const files = await readdir(path.join(folder, 'bin'), { recursive: true, encoding: 'utf8' }).catch(() => []);
  return files
    .map((file) => file.split(path.sep))
    .filter((parts) => parts.at(-1) === BINDING)
    .map((parts) => parts.slice(-3, -1).join('-'))
    .sort();
}
