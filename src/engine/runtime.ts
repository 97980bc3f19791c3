import { ClozeError, messageOf } from '../core/errors.js';

export type Runtime = typeof import('onnxruntime-node');

let loading: Promise<Runtime> | undefined;

/**
 * ONNX Runtime, loaded when first asked for. Its telemetry is switched off before: on Linux it would otherwise write
 * log files and a device id, and look up a host.
 * @throws ClozeError `engine-unavailable` when the native library cannot be loaded here
 */
export function loadRuntime(): Promise<Runtime> {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  loading ??= import('onnxruntime-node').catch((error: unknown) => {
    loading = undefined;
    throw new ClozeError('engine-unavailable', explain(messageOf(error)), { cause: error });
  });
  return loading;
}

function explain(reason: string): string {
  const glibc = /GLIBC|libstdc\+\+/.test(reason) ? ' It needs glibc 2.28 or newer.' : '';
  return `ONNX Runtime cannot be loaded on ${process.platform}-${process.arch}: ${reason}.${glibc}`;
}
