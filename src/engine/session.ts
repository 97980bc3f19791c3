import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { ClozeError, messageOf } from '../core/errors.js';
import type { Device } from '../protocol/engine.js';
import { loadRuntime, type Runtime } from './runtime.js';

export interface SessionOptions {
  /** Where ONNX Runtime computes. On `webgpu`, operators without a GPU kernel still run on the CPU. */
  readonly device: Device;
  /** Threads for one operator; ONNX Runtime's own choice, one for each core, when left out. */
  readonly threads?: number | undefined;
  /** Make ONNX Runtime write to standard error on which provider each node was placed. */
  readonly showPlacement?: boolean | undefined;
  /** Whether weights are copied into the layout that suits the processor best; they are, when left out. */
  readonly prepacking?: boolean | undefined;
}

/** A tensor in plain memory, row-major. */
export interface Array32 {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export type Feed = Array32 | { readonly shape: readonly number[]; readonly data: BigInt64Array } | boolean;

/** A compiled graph, loaded. */
export class Session {
  private constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    private readonly device: Device,
  ) {}

  /**
   * @param graph bytes of an `.onnx`
   * @param weightsFolder real path of the folder in which its external data lie
   * @throws ClozeError `engine-unavailable` when the device or the library cannot be had, `bad-checkpoint` when the
   * weights are not what their header said, `internal` otherwise
   */
  static async load(graph: Uint8Array, weightsFolder: string, options: SessionOptions): Promise<Session> {
    const runtime = await loadRuntime();
    try {
      const session = await runtime.InferenceSession.create(graph, {
        executionProviders: options.device === 'cpu' ? ['cpu'] : [options.device, 'cpu'],
        ...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
        logSeverityLevel: options.showPlacement ? 0 : 3,
        extra: {
          session: {
            model_external_initializers_file_folder_path: weightsFolder,
            // ONNX Runtime's threads would go on spinning for some 35 ms behind each run.
            force_spinning_stop: '1',
            disable_prepacking: options.prepacking === false ? '1' : '0',
          },
        },
      });
      return new Session(runtime, session, options.device);
    } catch (error) {
      const reason = plainReason(messageOf(error));
      if (/External initializer/.test(reason)) {
        const message = 'The weights (*.safetensors) were cut off or changed while they were loaded.';
        throw new ClozeError('bad-checkpoint', message, { cause: error });
      }
      const code = options.device === 'cpu' ? 'internal' : 'engine-unavailable';
      const message = `The model could not be loaded on ${options.device}: ${reason}.`;
      throw new ClozeError(code, message, { cause: error });
    }
  }

  get inputs(): readonly string[] {
    return this.session.inputNames;
  }

  get outputs(): readonly string[] {
    return this.session.outputNames;
  }

  /**
   * Blocks this process while it computes. One run at a time: the WebGPU provider crashes otherwise.
   * @throws ClozeError `device-failed` when a device other than the CPU fails
   * @param feeds inputs by name; those that this graph does not have are left out. They must respect the sizes of the model: some native kernels end the process on bad indices
   */
  async run(feeds: Readonly<Record<string, Feed>>, outputs: readonly string[]): Promise<Map<string, Array32>> {
    const own = Object.entries(feeds).filter(([name]) => this.inputs.includes(name));
    const tensors = own.map(([name, feed]) => [name, this.#tensor(feed)]);
    const results = await this.session.run(Object.fromEntries(tensors), outputs).catch((error: unknown) => {
      if (this.device === 'cpu') throw error;
      throw new ClozeError('device-failed', `${this.device}: ${plainReason(messageOf(error))}.`, { cause: error });
    });
    return new Map(outputs.map((name) => [name, plain(name, results[name])]));
  }

  #tensor(feed: Feed): Tensor {
    const { Tensor } = this.runtime;
    if (typeof feed === 'boolean') return new Tensor('bool', [feed], []);
    const { data, shape } = feed;
    if (data instanceof Float32Array) return new Tensor('float32', data, shape);
    return data instanceof Int32Array ? new Tensor('int32', data, shape) : new Tensor('int64', data, shape);
  }
}

function plain(name: string, tensor: Tensor | undefined): Array32 {
  const data = tensor?.data;
  if (tensor && (data instanceof Float32Array || data instanceof Int32Array)) return { shape: tensor.dims, data };
  throw new ClozeError('internal', `ONNX Runtime gave no usable output ${name}.`);
}

/** ONNX Runtime's words without the places in its source, on one line. */
function plainReason(message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/^.*(?: was false\. |\.(?:cc|cpp|h):\d+ )/, '').trim());
  return lines
    .filter((line) => line !== '')
    .join(' ')
    .replace(/\.$/, '');
}
