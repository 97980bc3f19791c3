import type { Architecture, Family, ModelSizes } from '../architecture.js';
import { attentionBias, selfAttention } from '../attention.js';
import { type Config, MAX_LAYERS } from '../config.js';
import { activate, embeddings, flatten, layerNorm, linear } from '../layers.js';
import type { Value } from '../onnx/graph.js';
import type { Tensors } from '../tensors.js';
import { type EncoderSettings, encoderSettings, maskedLmHead, readEmbeddings, relativeKeys } from './shared.js';

/** ALBERT (Lan et al. 2019); names as in transformers/models/albert/modeling_albert.py. */
export const albert: Family = { modelType: 'albert', read };

function read(config: Config, tensors: Tensors): Architecture {
  const settings = encoderSettings(config, 'gelu_new');
  const { hiddenSize, epsilon } = settings;
  const sizes: ModelSizes = { ...settings };
  const embeddingSize = config.size('embedding_size', { fallback: 128 });
  const groups = config.size('num_hidden_groups', { fallback: 1, max: MAX_LAYERS });
  const innerLayers = config.size('inner_group_num', {
    fallback: 1,
    max: Math.max(1, Math.trunc(MAX_LAYERS / sizes.layers)),
  });
  const base = tensors.below(tensors.has('albert.embeddings.word_embeddings.weight') ? 'albert.' : '');

  const tables = readEmbeddings(base, settings, embeddingSize);
  const embeddingNorm = base.norm('embeddings.LayerNorm', embeddingSize);
  const mapping = base.linear('encoder.embedding_hidden_mapping_in', embeddingSize, hiddenSize);
  const shared = Array.from({ length: groups }, (_, group) =>
    Array.from({ length: innerLayers }, (_, inner) =>
      readLayer(base.below(`encoder.albert_layer_groups.${group}.albert_layers.${inner}.`), settings),
    ),
  );

  return {
    sizes,
    encode(g, { inputIds, tokenTypeIds, attentionMask, shape }) {
      const bias = attentionBias(g, attentionMask);
      const sum = embeddings(g, inputIds, tokenTypeIds, tables, shape);
      let x = linear(g, flatten(g, layerNorm(g, sum, embeddingNorm, epsilon), embeddingSize), mapping);
      const hidden = [x];
      const attentions: Value[] = [];
      for (let i = 0; i < sizes.layers; i++) {
        for (const layer of shared[Math.trunc(i / (sizes.layers / groups))] ?? []) {
          const { context, probabilities } = selfAttention(g, x, layer.attention, { ...settings, shape, bias });
          const attended = layerNorm(g, g.op('Add', [x, context]), layer.attentionNorm, epsilon);
          const inner = activate(g, linear(g, attended, layer.ffn), settings.activation);
          x = layerNorm(g, g.op('Add', [linear(g, inner, layer.ffnOutput), attended]), layer.outputNorm, epsilon);
          attentions.push(probabilities);
        }
        hidden.push(x);
      }
      return { hidden, firstAttentions: attentions[0] as Value };
    },
    ...heads(config, tensors, base, settings, embeddingSize),
  };
}

function readLayer(layer: Tensors, settings: EncoderSettings) {
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
    ffn: layer.linear('ffn', hiddenSize, intermediateSize),
    ffnOutput: layer.linear('ffn_output', intermediateSize, hiddenSize),
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
