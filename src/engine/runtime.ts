import { nativeLibraryError } from '../core/native.js';
import { DEVICES, type Device } from '../protocol/engine.js';
import { runtimeIn } from './runtimeFolder.js';

/** What ONNX Runtime says of itself. */
export async function runtimeFacts(): Promise<{ devices: Device[]; runtimeVersion: string }> {
  const { listSupportedBackends, env } = await loadRuntime();
  const names = listSupportedBackends().map(({ name }) => name);
  return { devices: DEVICES.filter((device) => names.includes(device)), runtimeVersion: env.versions.node ?? '' };
}

export type Runtime = typeof import('onnxruntime-node');

let loading: Promise<Runtime> | undefined;

/**
 * ONNX Runtime, loaded when first asked for. Its telemetry is switched off before: on Linux it would otherwise write
 * log files and a device id, and look up a host.
 * @param folder of the `onnxruntime-node` to take, Cloze's own when left out; a process has one, whoever asks first says which
 * @throws ClozeError `engine-unavailable` when the native library cannot be loaded here; `bad-request` when that in
 * `folder` cannot be used
 */
export function loadRuntime(folder?: string): Promise<Runtime> {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  loading ??= folder === undefined ? ownRuntime() : runtimeIn(folder);
  return loading;
}

function ownRuntime(): Promise<Runtime> {
  return import('onnxruntime-node').catch((error: unknown) => {
    throw nativeLibraryError('ONNX Runtime', `${process.platform}-${process.arch}`, error);
  });
}
