import type { CompletedWord, WordRequest } from '../core/methods/completeWord.js';
import type { ContinuationRequest, Continuations } from '../core/methods/continuation.js';
import type { FillAnswer, FillRequest } from '../core/methods/fill.js';
import type { FillAtRequest, FilledAt } from '../core/methods/fillAt.js';
import type { Ranked, RankRequest } from '../core/methods/rank.js';
import type { JudgeRequest, Replacement, ReplaceRequest } from '../core/methods/replace.js';
import type { Signals } from '../core/methods/replaceSignals.js';
import type { ScoredSentence, ScoredWord, ScoreOptions, TextToScore } from '../core/methods/score.js';
import type { ProseToScore } from '../core/methods/scoreProse.js';
import type { HiddenSpan, SpanAnswers } from '../core/methods/spanTrial.js';
import type { Suggestion } from '../core/methods/suggest.js';
import type { Familiarity } from '../core/methods/unfamiliar.js';
import type { Place } from '../core/prose/reading.js';
import type { BasePooling } from '../core/vectors/states.js';
import type { PoolingMethods } from './pooling.js';
import type { VectorMethods } from './vectors.js';

/** Where the engine computes: ONNX Runtime's names of its execution providers. */
export const DEVICES = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof DEVICES)[number];

/**
 * How the engine computes: in fp32; in fp16, on devices other than the CPU; or on the CPU with the linear layers'
 * weights as int8, in 7 bits (`int7`) for processors on which 8 overflow.
 */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int7'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** `interactive` is what a person waits for; `background` runs when nobody does, in short pieces. */
export type Lane = 'interactive' | 'background';

export interface LoadParams {
  /** The model's folder. */
  readonly folder: string;
  readonly device: Device;
  /** fp32, when left out. int8 and int7 need `cache`. */
  readonly precision?: Precision;
  /** Folder for what is made from a checkpoint once and kept. */
  readonly cache?: string;
  /** Folder of the `onnxruntime-node` to load; Cloze's own, when left out. */
  readonly onnxRuntime?: string | undefined;
  /** Write to standard error on which provider each node of the graph runs. */
  readonly showPlacement?: boolean;
}

export interface ModelInfo {
  /** Name of the model's folder. */
  readonly name: string;
  /** `model_type` of its `config.json`. */
  readonly type: string;
  readonly device: Device;
  readonly precision: Precision;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  /** The longest sequence, in tokens, special tokens included. */
  readonly maxTokens: number;
  /** Whether it can fill masks. */
  readonly canFill: boolean;
  /** Whether it has BERT's pooler, a layer over the first token. */
  readonly hasPooler: boolean;
  /** Id of the sentence representation to use when none is asked for (core/vectors/representation.ts). */
  readonly representation: string;
  readonly pairTask?: 'nsp' | 'sop';
  /** The checkpoint's own mask token. */
  readonly maskToken?: string;
  readonly loadMilliseconds: number;
  /** Devices that this build of ONNX Runtime knows; whether they work here is another question. */
  readonly devices: readonly Device[];
  readonly runtimeVersion: string;
}

export interface Urgency {
  readonly lane: Lane;
  /** A newer request with the same key takes the place of this one. */
  readonly key?: string;
}

export interface FillParams extends FillRequest, Urgency {}

export interface FillResult extends FillAnswer {
  /** From the request's arrival in the engine to its answer. */
  readonly milliseconds: number;
}

export interface ScoreParams extends Urgency, ScoreOptions {
  readonly texts: readonly TextToScore[];
}

/** A text that is (part of) a document. */
export interface InDocument {
  /** Of the document, as of `proseUnits`: only the prose around the place is read. All of the text, when left out. */
  readonly language?: string;
}

export interface EmbedParams extends Urgency {
  readonly texts: readonly string[];
  readonly layer: number;
  readonly pooling: BasePooling;
  /** Whether `[CLS]` and `[SEP]` take part. */
  readonly withSpecialTokens: boolean;
}

/** The tokens of a text, without special ones. */
export interface TokenisedText {
  readonly ids: Int32Array;
  /** Which word of the text each token is from, ascending. */
  readonly words: Int32Array;
}

export interface PredictParams extends Urgency {
  /** Tokens without special ones, and the places among them to mask, at least one. */
  readonly sequences: readonly { readonly ids: Int32Array; readonly places: readonly number[] }[];
  /** Among how many guesses a place the true token is looked for. */
  readonly top: number;
}

/** What the model says of the true token at each place. */
export interface PredictedTokens {
  /** How many tokens stand before it among the first `top`; -1 when it is not there. */
  readonly ranks: Int32Array;
  /** Natural log-probability over the whole vocabulary. */
  readonly logprobs: Float32Array;
}

export interface InspectParams {
  /** Token ids [B][S]. */
  readonly inputIds: readonly (readonly number[])[];
  readonly attentionMask?: readonly (readonly number[])[];
  readonly tokenTypeIds?: readonly (readonly number[])[];
}

export interface TensorData {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** What a model answers to a fixed test, and how fast: to compare the ways in which it can be run (engine/selfTest.ts). */
export interface SelfTest {
  /** The likeliest token of each masked place; none when the model has no head for it. */
  readonly topIds: Int32Array;
  readonly topLogprobs: Float32Array;
  /** Mean-pooled last hidden states of each sentence, [H] each. */
  readonly vectors: readonly Float32Array[];
  /** Median time of one mask in a sentence. */
  readonly milliseconds: number;
}

/** What the engine process can be asked. All but `load` and `ping` need a loaded model. */
export type EngineMethods = VectorMethods &
  PoolingMethods & {
    load: { params: LoadParams; result: ModelInfo };
    /** Answers with the number of batches that it has run, by which one can see whether it gets on. */
    ping: { params: null; result: number };
    fill: { params: FillParams; result: FillResult };
    /** What each method of filling makes of each span, for measuring. */
    fillSpans: {
      params: { readonly spans: readonly HiddenSpan[] } & Urgency;
      result: (SpanAnswers | undefined)[];
    };
    /** The sentences of each text with the pseudo-log-likelihood of each word. */
    score: { params: ScoreParams; result: ScoredSentence[][] };
    /** The words of the prose of a stretch of a document, as they stand there. */
    scoreProse: { params: ProseToScore & ScoreOptions & Urgency; result: ScoredWord[] };
    /** Words that are missing at a place of a text. */
    continueAt: { params: ContinuationRequest & Urgency; result: Continuations };
    /** Words for the mask at a place, and what the masks of its paragraph take together. */
    fillAt: { params: FillAtRequest & Urgency; result: FilledAt };
    /** What a word that is partly typed may become, best first. */
    completeWord: { params: WordRequest & Place & Urgency; result: CompletedWord[] };
    /** What may be written at a place of a text, best first: the rest of a word, or words that are missing. */
    suggestAt: { params: ContinuationRequest & Place & Urgency; result: Suggestion[] };
    /** The alternatives, best first. */
    rank: { params: RankRequest & InDocument & Urgency; result: Ranked[] };
    /** Words for another that keep the sense, best first. */
    replace: { params: ReplaceRequest & InDocument & Urgency; result: Replacement[] };
    /** What is known of each given candidate in place of a word; undefined for one that cannot stand there. */
    judgeReplacements: { params: JudgeRequest & Urgency; result: (Signals | undefined)[] };
    /** One vector a text, [H]. */
    embed: { params: EmbedParams; result: Float32Array[] };
    /** One answer a text. */
    tokenize: { params: { readonly texts: readonly string[] }; result: TokenisedText[] };
    /** How much of each text the tokenizer knows. */
    familiarity: { params: { readonly texts: readonly string[] }; result: Familiarity[] };
    /** One answer a sequence: masks some of its tokens and predicts them. */
    predict: { params: PredictParams; result: PredictedTokens[] };
    selfTest: { params: null; result: SelfTest };
    /** Everything inside: outputs of the inspection graph by name (checkpoint/heads.ts). */
    inspect: { params: InspectParams; result: Record<string, TensorData> };
  };
