import { ClozeError } from '../../core/errors.js';
import type { Architecture, ModelSizes } from '../architecture.js';
import type { RelativeKeys } from '../attention.js';
import { type Config, MAX_LAYERS } from '../config.js';
import { ACTIVATION_NAMES, type Activation, activate, exactLinear, layerNorm, linear } from '../layers.js';
import type { TensorEntry } from '../safetensors.js';
import type { Tensors } from '../tensors.js';

/** What BERT's and ALBERT's `config.json` say alike. */
export interface EncoderSettings extends ModelSizes {
  readonly heads: number;
  readonly intermediateSize: number;
  readonly activation: Activation;
  /** Of layer normalisation. */
  readonly epsilon: number;
  readonly positions: 'absolute' | 'relative_key' | 'relative_key_query';
}

/** @param usualActivation what the family's configuration class takes when `hidden_act` is not given */
export function encoderSettings(config: Config, usualActivation: Activation): EncoderSettings {
  const hiddenSize = config.size('hidden_size');
  const heads = config.size('num_attention_heads');
  if (hiddenSize % heads !== 0) {
    throw new ClozeError(
      'bad-checkpoint',
      `config.json: hidden_size ${hiddenSize} is not a multiple of num_attention_heads ${heads}.`,
    );
  }
  return {
    hiddenSize,
    heads,
    vocabSize: config.size('vocab_size'),
    layers: config.size('num_hidden_layers', { max: MAX_LAYERS }),
    maxPositions: config.size('max_position_embeddings', { fallback: 512 }),
    segments: config.size('type_vocab_size', { fallback: 2 }),
    intermediateSize: config.size('intermediate_size'),
    activation: config.oneOf('hidden_act', ACTIVATION_NAMES, usualActivation),
    epsilon: config.positive('layer_norm_eps', 1e-12),
    positions: config.oneOf('position_embedding_type', ['absolute', 'relative_key', 'relative_key_query'], 'absolute'),
  };
}

/** @throws ClozeError `unsupported` for a model that sees only what stands to the left */
export function refuseDecoders(config: Config): void {
  if (config.flag('is_decoder', false) || config.flag('add_cross_attention', false)) {
    throw new ClozeError('unsupported', 'config.json: this model is a decoder; Cloze runs encoders.');
  }
}

export function readEmbeddings(base: Tensors, settings: EncoderSettings, width: number) {
  const table = (name: string, rows: number) => base.get(`embeddings.${name}_embeddings.weight`, rows, width);
  return {
    words: table('word', settings.vocabSize),
    segments: table('token_type', settings.segments),
    ...(settings.positions === 'absolute' && { positions: table('position', settings.maxPositions) }),
  };
}

/** @param scaled see `RelativeKeys` */
export function relativeKeys(
  attention: Tensors,
  settings: EncoderSettings,
  scaled: boolean,
): { distances?: RelativeKeys } {
  if (settings.positions === 'absolute') return {};
  const { maxPositions, hiddenSize, heads, positions } = settings;
  const embedding = attention.get('distance_embedding.weight', 2 * maxPositions - 1, hiddenSize / heads);
  return { distances: { embedding, maxPositions, both: positions === 'relative_key_query', scaled } };
}

/**
 * The masked-language-model head of BERT and ALBERT: dense, activation, normalisation, then the vocabulary. The
 * vocabulary's matrix is the table of word embeddings, unless the model says that the two are not tied.
 * @param head tensors below the head's prefix
 * @returns undefined when the checkpoint has no such head
 */
export function maskedLmHead(
  config: Config,
  head: Tensors,
  base: Tensors,
  { hiddenSize, vocabSize, activation, epsilon }: EncoderSettings,
  names: { readonly dense: string; readonly norm: string; readonly width: number },
): Architecture['tokenLogits'] {
  if (!head.has(`${names.dense}.weight`)) return undefined;
  const dense = head.linear(names.dense, hiddenSize, names.width);
  const norm = head.norm(names.norm, names.width);
  const weight: TensorEntry = config.flag('tie_word_embeddings', true)
    ? base.get('embeddings.word_embeddings.weight', vocabSize, names.width)
    : head.get('decoder.weight', vocabSize, names.width);
  const bias = head.get(head.has('bias') ? 'bias' : 'decoder.bias', vocabSize);
  return (g, rows) => {
    // One matrix for a few rows: rounding it would change first words and save no time.
    const inner = activate(g, exactLinear(g, rows, dense), activation);
    return linear(g, layerNorm(g, inner, norm, epsilon), { weight, bias });
  };
}
