import { ClozeError } from '../errors.js';
import { type HiddenSpan, SPAN_METHODS, type SpanAnswers, type SpanMethod } from '../methods/spanTrial.js';
import { bootstrapDifference, bootstrapMean, type Estimate } from './bootstrap.js';
import { cut, spread, type TokenSequence, type Tokens } from './corpus.js';
import { mulberry32 } from './random.js';

/*
 * How well each method of filling finds several tokens in a row. Each document is cut into consecutive sequences of
 * L - 2 tokens as in mlm.ts, of which the limit takes some, spread evenly. In each sequence of t tokens, one span of n
 * tokens begins at floor(r (t - n + 1)), where r is the first number of `mulberry32` seeded with
 * (seed * 0x9E3779B1 + the sequence's number) mod 2^32. Sequences whose span holds a token that stands for no text
 * ([UNK]) are left out.
 */

export interface SpanOptions {
  /** Of a sequence, in tokens, its two special ones included. */
  readonly window: number;
  /** Tokens of a span. */
  readonly length: number;
  readonly seed: number;
  /** Use no more than so many sequences; Infinity for all. */
  readonly limit: number;
}

export interface MethodResult {
  /** Share of the spans of which every token is found. */
  readonly exact: Estimate;
  /** Mean natural log-probability of the true tokens of a span (spanTrial.ts). */
  readonly logprob: Estimate;
  /** Mean time to fill a span. */
  readonly milliseconds: number;
}

export interface SpanResult {
  readonly length: number;
  readonly spans: number;
  readonly methods: Readonly<Record<SpanMethod, MethodResult>>;
  /** The joint method less each of the others, on the same spans. */
  readonly gains: Readonly<
    Record<Exclude<SpanMethod, 'joint'>, { readonly exact: Estimate; readonly logprob: Estimate }>
  >;
}

/** So many spans are asked for at a time. */
const GROUP = 32;

/**
 * @param ask fills spans by each method; undefined for one whose true tokens cannot be filled in
 * @throws ClozeError `bad-request` when the text holds no such span
 */
export async function evaluateSpans(
  documents: readonly Tokens[],
  { window, length, seed, limit }: SpanOptions,
  ask: (spans: readonly HiddenSpan[]) => Promise<readonly (SpanAnswers | undefined)[]>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<SpanResult> {
  const long = cut(documents, window - 2).filter(({ start, end }) => end - start >= length);
  const spans = spread(long, limit).map((sequence) => drawSpan(sequence, length, seed));
  const trials: Trial[] = [];
  for (let i = 0; i < spans.length; i += GROUP) {
    onProgress(i, spans.length);
    const group = spans.slice(i, i + GROUP);
    const answers = await ask(group);
    group.forEach((span, s) => {
      const own = answers[s];
      if (own) trials.push({ span, answers: own });
    });
  }
  if (trials.length === 0) throw new ClozeError('bad-request', `The text holds no span of ${length} tokens.`);
  return summarise(trials, length, seed);
}

/** One span of a sequence, by the procedure above. */
export function drawSpan({ number, document, start, end }: TokenSequence, length: number, seed: number): HiddenSpan {
  const random = mulberry32(Math.imul(seed, 0x9e3779b1) + number);
  const first = Math.floor(random() * (end - start - length + 1));
  return { ids: document.ids.subarray(start, end), places: Array.from({ length }, (_, i) => first + i) };
}

interface Trial {
  readonly span: HiddenSpan;
  readonly answers: SpanAnswers;
}

function summarise(trials: readonly Trial[], length: number, seed: number): SpanResult {
  const exact = (method: SpanMethod) =>
    trials.map(({ span: { ids, places }, answers }) =>
      places.every((place, i) => answers[method].tokens[i] === ids[place]) ? 1 : 0,
    );
  const logprob = (method: SpanMethod) => trials.map(({ answers }) => answers[method].truth);
  const result = (method: SpanMethod): MethodResult => ({
    exact: bootstrapMean(exact(method), { seed }),
    logprob: bootstrapMean(logprob(method), { seed }),
    milliseconds: trials.reduce((sum, { answers }) => sum + answers[method].milliseconds, 0) / trials.length,
  });
  const gain = (method: SpanMethod) => ({
    exact: bootstrapDifference(exact('joint'), exact(method), { seed }),
    logprob: bootstrapDifference(logprob('joint'), logprob(method), { seed }),
  });
  return {
    length,
    spans: trials.length,
    methods: Object.fromEntries(SPAN_METHODS.map((method) => [method, result(method)])) as SpanResult['methods'],
    gains: { independent: gain('independent'), greedy: gain('greedy') },
  };
}
