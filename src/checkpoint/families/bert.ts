import type { Architecture, Family } from '../architecture.js';
import { attentionProbabilities, attentionSetting } from '../attention.js';
import type { Config } from '../config.js';
import { embeddings, flatten, layerNorm, linear } from '../layers.js';
import type { Tensors } from '../tensors.js';
import { type PostNormLayer, postNormLayer } from './post-norm.js';
import {
  type EncoderSettings,
  encoderSettings,
  maskedLmHead,
  readEmbeddings,
  refuseDecoders,
  relativeKeys,
} from './shared.js';

/** BERT (Devlin et al. 2018); names as in transformers/models/bert/modeling_bert.py. */
export const bert: Family = { modelType: 'bert', read };

function read(config: Config, tensors: Tensors): Architecture {
  refuseDecoders(config);
  const settings = encoderSettings(config, 'gelu');
  const { hiddenSize, epsilon } = settings;
  const base = tensors.below(tensors.has('bert.embeddings.word_embeddings.weight') ? 'bert.' : '');

  const tables = readEmbeddings(base, settings, hiddenSize);
  const embeddingNorm = base.norm('embeddings.LayerNorm', hiddenSize);
  const first = readLayer(base.below('encoder.layer.0.'), settings);
  const others = Array.from({ length: settings.layers - 1 }, (_, i) =>
    readLayer(base.below(`encoder.layer.${i + 1}.`), settings),
  );
  const layers = [first, ...others];

  return {
    sizes: settings,
    encoder(g, { inputIds, tokenTypeIds, attentionMask, shape }) {
      const attention = attentionSetting(g, settings, attentionMask, shape);
      const sum = embeddings(g, inputIds, tokenTypeIds, tables, shape);
      const embedded = flatten(g, layerNorm(g, sum, embeddingNorm, epsilon), hiddenSize);
      return {
        embedded,
        layer: (at, index, x, rows) => postNormLayer(at, x, layers[index] as PostNormLayer, settings, attention, rows),
        firstAttentions: (at) => attentionProbabilities(at, embedded, first.attention, attention),
      };
    },
    ...heads(config, tensors, base, settings),
  };
}

function readLayer(layer: Tensors, settings: EncoderSettings): PostNormLayer {
  const { hiddenSize, intermediateSize } = settings;
  const square = (name: string) => layer.linear(name, hiddenSize, hiddenSize);
  return {
    attention: {
      query: square('attention.self.query'),
      key: square('attention.self.key'),
      value: square('attention.self.value'),
      output: square('attention.output.dense'),
      ...relativeKeys(layer.below('attention.self.'), settings, true),
    },
    attentionNorm: layer.norm('attention.output.LayerNorm', hiddenSize),
    intermediate: layer.linear('intermediate.dense', hiddenSize, intermediateSize),
    output: layer.linear('output.dense', intermediateSize, hiddenSize),
    outputNorm: layer.norm('output.LayerNorm', hiddenSize),
  };
}

/** The heads for which there are tensors, whatever `architectures` says. */
function heads(config: Config, tensors: Tensors, base: Tensors, settings: EncoderSettings) {
  const { hiddenSize } = settings;
  const tokenLogits = maskedLmHead(config, tensors.below('cls.predictions.'), base, settings, {
    dense: 'transform.dense',
    norm: 'transform.LayerNorm',
    width: hiddenSize,
  });
  const poolerDense = base.has('pooler.dense.weight') && base.linear('pooler.dense', hiddenSize, hiddenSize);
  const nsp = tensors.has('cls.seq_relationship.weight') && tensors.linear('cls.seq_relationship', hiddenSize, 2);
  return {
    ...(tokenLogits && { tokenLogits }),
    ...(poolerDense && { pooler: (g, first) => g.op('Tanh', [linear(g, first, poolerDense)]) }),
    ...(poolerDense && nsp && { pair: { task: 'nsp', logits: (g, pooled) => linear(g, pooled, nsp) } }),
  } satisfies Partial<Architecture>;
}
