import { ClozeError, messageOf } from '../core/errors.js';
import type { ModelInfo, SelfTest } from '../protocol/engine.js';
import { EngineProcess, type EngineProcessOptions } from './engineProcess.js';
import { judge, type Verdict } from './variants.js';

/** The model's self-test in a process of its own, which ends behind it. @throws ClozeError */
export async function selfTestApart(options: EngineProcessOptions): Promise<{ info: ModelInfo; result: SelfTest }> {
  const engine = new EngineProcess(options);
  try {
    return { info: await engine.info, result: await engine.call('selfTest', null) };
  } catch (error) {
    await new Promise((resolve) => setTimeout(resolve, READ_MILLISECONDS));
    throw error;
  } finally {
    engine.end(new ClozeError('engine-replaced', 'The test is over.'));
  }
}

/** ONNX Runtime answers only that a library cannot be loaded; why, it writes to standard error. */
const LOADER = /Failed to load library \S+ with error: (.+)|LoadLibrary failed with error (.+)/;
/** What was written before an answer was sent has arrived by then. */
const READ_MILLISECONDS = 50;

/** Tries a way of running a model in a process of its own: whatever happens there, happens to nobody else. */
export async function tryVariant(options: EngineProcessOptions, baseline: SelfTest): Promise<Verdict> {
  let loader = '';
  const onOutput = (line: string) => {
    const [, unix, windows] = LOADER.exec(line) ?? [];
    loader ||= unix ?? windows ?? '';
    options.onOutput?.(line);
  };
  try {
    const { result } = await selfTestApart({ ...options, onOutput });
    return judge(options.load.precision ?? 'fp32', baseline, result);
  } catch (error) {
    return { kind: 'failed', reason: [messageOf(error), ...(loader ? [`${loader}.`] : [])].join(' ') };
  }
}
