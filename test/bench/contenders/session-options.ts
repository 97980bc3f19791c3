import { InferenceSession } from 'onnxruntime-node';

/** What decides how fast ONNX Runtime computes a graph; undefined: its default. */
export interface SpeedOptions {
  readonly intraOpNumThreads: number | undefined;
  readonly interOpNumThreads: number | undefined;
  readonly executionMode: string | undefined;
  readonly graphOptimizationLevel: string | undefined;
  readonly extra: string | undefined;
}

/** Notes the options of every session that is made in this process from now on, whoever makes it. */
export function watchSessions(): readonly SpeedOptions[] {
  const seen: SpeedOptions[] = [];
  const create = InferenceSession.create.bind(InferenceSession) as (...args: unknown[]) => Promise<InferenceSession>;
  const watched = (...args: unknown[]): Promise<InferenceSession> => {
    const options = (args.findLast((arg) => isPlain(arg)) ?? {}) as InferenceSession.SessionOptions;
    const { intraOpNumThreads, interOpNumThreads, executionMode, graphOptimizationLevel } = options;
    const extra = session(options.extra);
    seen.push({ intraOpNumThreads, interOpNumThreads, executionMode, graphOptimizationLevel, extra });
    return create(...args);
  };
  Object.assign(InferenceSession, { create: watched });
  return seen;
}

/** Settings by ONNX Runtime's own names, but for where the weights lie. */
function session(extra: InferenceSession.SessionOptions['extra']): string | undefined {
  if (!extra) return undefined;
  const text = JSON.stringify(extra, (key, value: unknown) =>
    key === 'model_external_initializers_file_folder_path' ? undefined : value,
  );
  return text === '{"session":{}}' ? undefined : text;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer);
}
