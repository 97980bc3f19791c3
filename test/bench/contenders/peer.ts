import path from 'node:path';
import { vocabulary } from '../texts.js';
import type { Contender, ModelFolders, Peer } from './contender.js';
import { makeTensorsCopyable } from './xenova-runtime.js';

type FillMask = (
  text: string,
  options: object,
) => Promise<readonly { readonly token: number; readonly score: number }[]>;
type Features = (
  texts: readonly string[],
  options: object,
) => Promise<{ readonly data: Float32Array; readonly dims: readonly number[] }>;

/** What the two libraries have in common. */
interface Library {
  readonly env: {
    version: string;
    localModelPath: string;
    allowRemoteModels: boolean;
    useFSCache: boolean;
  };
  pipeline(task: string, model: string, options: object): Promise<unknown>;
}

/** Transformers.js in this process, on plain ONNX files with the same weights. A task is loaded when first asked for. */
export async function openPeer(peer: Peer, folders: ModelFolders): Promise<Contender> {
  const { env, pipeline } = await load(peer);
  env.allowRemoteModels = false;
  env.useFSCache = false;
  const open = (task: string, folder: string) => {
    env.localModelPath = `${path.dirname(folder)}/`;
    return pipeline(
      task,
      path.basename(folder),
      peer === 'hf' ? { dtype: 'fp32', device: 'cpu' } : { quantized: false },
    );
  };
  const pieces = vocabulary(folders.checkpoint);
  let filler: FillMask | undefined;
  let features: Features | undefined;
  return {
    async fill(text, top) {
      filler ??= (await open('fill-mask', folders.fill)) as FillMask;
      const best = await filler(text, peer === 'hf' ? { top_k: top } : { topk: top });
      return best.map(({ token, score }) => ({ word: pieces[token] ?? '', score }));
    },
    async embed(texts, { batch = texts.length }) {
      features ??= (await open('feature-extraction', folders.features)) as Features;
      const vectors: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += batch) {
        const { data, dims } = await features(texts.slice(i, i + batch), { pooling: 'mean' });
        const [rows = 0, width = 0] = dims;
        for (let row = 0; row < rows; row++) vectors.push(data.slice(row * width, (row + 1) * width));
      }
      return vectors;
    },
  };
}

async function load(peer: Peer): Promise<Library> {
  if (peer === 'xenova') makeTensorsCopyable();
  const library = peer === 'hf' ? await import('@huggingface/transformers') : await import('@xenova/transformers');
  return library as unknown as Library;
}
