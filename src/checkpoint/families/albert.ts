import type { Architecture, Family } from '../architecture.js';
import { attentionProbabilities, attentionSetting } from '../attention.js';
import { type Config, MAX_LAYERS } from '../config.js';
import { embeddings, flatten, layerNorm, linear } from '../layers.js';
import type { Tensors } from '../tensors.js';
import { type PostNormLayer, postNormLayer } from './post-norm.js';
import { type EncoderSettings, encoderSettings, maskedLmHead, readEmbeddings, relativeKeys } from './shared.js';

/** ALBERT (Lan et al. 2019); names as in transformers/models/albert/modeling_albert.py. */
export const albert: Family = { modelType: 'albert', read };

function read(config: Config, tensors: Tensors): Architecture {
  const settings = encoderSettings(config, 'gelu_new');
  const { hiddenSize, epsilon } = settings;
  const embeddingSize = config.size('embedding_size', { fallback: 128 });
  const base = tensors.below(tensors.has('albert.embeddings.word_embeddings.weight') ? 'albert.' : '');

  const tables = readEmbeddings(base, settings, embeddingSize);
  const embeddingNorm = base.norm('embeddings.LayerNorm', embeddingSize);
  const mapping = base.linear('encoder.embedding_hidden_mapping_in', embeddingSize, hiddenSize);
  const groups = readGroups(config, base, settings);

  return {
    sizes: settings,
    encoder(g, { inputIds, tokenTypeIds, attentionMask, shape }) {
      const attention = attentionSetting(g, settings, attentionMask, shape);
      const sum = embeddings(g, inputIds, tokenTypeIds, tables, shape);
      const embedded = linear(g, flatten(g, layerNorm(g, sum, embeddingNorm, epsilon), embeddingSize), mapping);
      return {
        embedded,
        layer(at, index, states, rows) {
          const group = groups[Math.trunc(index / (settings.layers / groups.length))] as PostNormLayer[];
          return group.reduce(
            (x, layer, i) =>
              postNormLayer(at, x, layer, settings, attention, i === group.length - 1 ? rows : undefined),
            states,
          );
        },
        firstAttentions: (at) =>
          attentionProbabilities(at, embedded, (groups as [[PostNormLayer]])[0][0].attention, attention),
      };
    },
    ...heads(config, tensors, base, settings, embeddingSize),
  };
}

/** @returns the inner layers of each group; the layers of the model share the groups among them, in order */
function readGroups(config: Config, base: Tensors, settings: EncoderSettings): PostNormLayer[][] {
  const groups = config.size('num_hidden_groups', { fallback: 1, max: MAX_LAYERS });
  const most = Math.max(1, Math.trunc(MAX_LAYERS / settings.layers));
  const innerLayers = config.size('inner_group_num', { fallback: 1, max: most });
  return Array.from({ length: groups }, (_, group) =>
    Array.from({ length: innerLayers }, (_, inner) =>
      readLayer(base.below(`encoder.albert_layer_groups.${group}.albert_layers.${inner}.`), settings),
    ),
  );
}

function readLayer(layer: Tensors, settings: EncoderSettings): PostNormLayer {
  const { hiddenSize, intermediateSize } = settings;
  const square = (name: string) => layer.linear(name, hiddenSize, hiddenSize);
  return {
    attention: {
      query: square('attention.query'),
      key: square('attention.key'),
      value: square('attention.value'),
      output: square('attention.dense'),
      ...relativeKeys(layer.below('attention.'), settings, false),
    },
    attentionNorm: layer.norm('attention.LayerNorm', hiddenSize),
    intermediate: layer.linear('ffn', hiddenSize, intermediateSize),
    output: layer.linear('ffn_output', intermediateSize, hiddenSize),
    outputNorm: layer.norm('full_layer_layer_norm', hiddenSize),
  };
}

/** The heads for which there are tensors, whatever `architectures` says. */
function heads(config: Config, tensors: Tensors, base: Tensors, settings: EncoderSettings, embeddingSize: number) {
  const { hiddenSize } = settings;
  const tokenLogits = maskedLmHead(config, tensors.below('predictions.'), base, settings, {
    dense: 'dense',
    norm: 'LayerNorm',
    width: embeddingSize,
  });
  const poolerDense = base.has('pooler.weight') && base.linear('pooler', hiddenSize, hiddenSize);
  const sop =
    tensors.has('sop_classifier.classifier.weight') && tensors.linear('sop_classifier.classifier', hiddenSize, 2);
  return {
    ...(tokenLogits && { tokenLogits }),
    ...(poolerDense && { pooler: (g, first) => g.op('Tanh', [linear(g, first, poolerDense)]) }),
    ...(poolerDense && sop && { pair: { task: 'sop', logits: (g, pooled) => linear(g, pooled, sop) } }),
  } satisfies Partial<Architecture>;
}
