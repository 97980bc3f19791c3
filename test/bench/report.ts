import { PEERS } from './contenders/contender.js';
import type { SpeedOptions } from './contenders/session-options.js';
import type { Machine } from './machine.js';
import type { Spread } from './measure.js';
import type { EmbedResult } from './runs/embed.js';
import type { ModelResult } from './runs/model.js';
import type { Peak } from './runs/peak.js';

/** All that one run of the bench saw. */
export interface Report {
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly models: readonly ModelResult[];
}

/** As Markdown, to be pasted. */
export function markdown(report: Report): string {
  const { models } = report;
  const unequal = models.flatMap(({ model, unequal: why }) => (why ? [`**${model}: not compared.** ${why}`] : []));
  return [conditions(report), ...unequal, fills(report), embeddings(report), background(models), memory(models)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function conditions({ machine, rounds, models, date }: Report): string {
  const { peer } = machine;
  const runtime = machine.sameRuntime
    ? `the same ONNX Runtime ${machine.onnxRuntime} for both` +
      (machine.peerAsksFor === machine.onnxRuntime
        ? ''
        : ` (through an override and with a patch of its tensors: ${peer.name} itself asks for ${machine.peerAsksFor})`)
    : `**different ONNX Runtimes** (Cloze: ${machine.onnxRuntime})`;
  return (
    `${date.slice(0, 10)}. ${machine.processor}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}; load ` +
    `before: ${machine.load.toFixed(1)}. Cloze ${machine.cloze} and ${peer.name} ${peer.version}, the same fp32 weights, ` +
    `${runtime}, ${threads(models)}. Results were checked equal before time was taken. ` +
    `Medians of ${rounds} rounds (of long calls fewer), in turn, with quartiles in brackets.`
  );
}

function threads(models: readonly ModelResult[]): string {
  const sets = (side: 'ours' | 'peer') => new Set(models.flatMap(({ sessions }) => sessions?.[side].map(show) ?? []));
  const [ours, peer] = [[...sets('ours')].join(' and '), [...sets('peer')].join(' and ')];
  const usual = show({} as SpeedOptions);
  if (ours === usual && peer === usual) return "ONNX Runtime's default threads and optimisations on both sides";
  return `session settings of Cloze: ${ours}; of the peer: ${peer}`;
}

function show(options: SpeedOptions): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length === 0 ? 'default' : given.map(([key, value]) => `${key} ${value}`).join(', ');
}

/** The targets of speed are about the newer peer alone. */
const isJudged = ({ machine }: Report) => machine.peer.name === PEERS.hf;

function fills(report: Report): string {
  const { models } = report;
  const rows = models.flatMap(({ model, fills }) =>
    fills.map(({ tokens, when, ours, forked, peer, ratio, forkedRatio, target }) => [
      model,
      tokens,
      when,
      ms(ours),
      ms(forked),
      ms(peer),
      times(ratio),
      times(forkedRatio),
      target === undefined || !isJudged(report) ? '' : `≥ ${target}: ${verdict(ratio.median >= target)}`,
    ]),
  );
  return table(
    'One mask, five words, ms',
    ['model', 'tokens', 'when', 'Cloze', 'Cloze, own process', 'peer', 'ratio', 'own process', 'target'],
    rows,
  );
}

function embeddings(report: Report): string {
  const { models } = report;
  const rows = models.flatMap(({ model, embed: it }) => {
    if (!it) return [];
    const speed = ({ median, low, high }: Spread) =>
      `${perSecond(it.sentences, median)} [${perSecond(it.sentences, high)}, ${perSecond(it.sentences, low)}]`;
    return [
      [
        model,
        speed(it.ours),
        speed(it.forked),
        speed(it.background),
        `${speed(it.peer)} (${it.best})`,
        `${(unsorted(it) / it.ours.median).toFixed(2)}x`,
        times(it.ratio),
        times(it.forkedRatio),
        isJudged(report) ? `≥ ${it.target}: ${verdict(it.ratio.median >= it.target)}` : '',
      ],
    ];
  });
  const [{ embed } = {}] = models.filter((model) => model.embed);
  return table(
    `${embed?.sentences} sentences of 4 to 60 tokens, sentences a second`,
    [
      'model',
      'Cloze',
      'Cloze, own process',
      'in the background',
      `peer (best batch of ${Object.keys(embed?.ways ?? {}).join('; ')})`,
      'ratio, peer unsorted',
      'ratio',
      'own process',
      'target',
    ],
    rows,
  );
}

/** Milliseconds of the peer at its best when its caller does not sort the sentences. */
function unsorted({ ways }: EmbedResult): number {
  const medians = Object.entries(ways).map(([way, { median }]) => (way.includes('sorted') ? Infinity : median));
  return Math.min(...medians);
}

function background(models: readonly ModelResult[]): string {
  const rows = models.flatMap(({ model, background: it }) =>
    it
      ? [
          [
            model,
            digits(it.idle.p50),
            digits(it.idle.p95),
            digits(it.busy.p50),
            digits(it.busy.p95),
            `${it.ratio.toFixed(2)}x`,
            `≤ ${it.target}: ${verdict(it.ratio <= it.target)}`,
          ],
        ]
      : [],
  );
  return table(
    'One mask in 64 tokens while sentences are embedded in the background (own process), ms',
    ['model', 'idle p50', 'idle p95', 'busy p50', 'busy p95', 'p95 ratio', 'target'],
    rows,
  );
}

function memory(models: readonly ModelResult[]): string {
  const peak = ({ anonymous, rss }: Peak) => `${anonymous.toFixed(0)} / ${rss.toFixed(0)}`;
  const rows = models.flatMap(({ model, weightsMiB, memory: tasks }) =>
    tasks.map(({ task, ours, peer, target }) => [
      model,
      weightsMiB.toFixed(0),
      task,
      peak(ours),
      peak(peer),
      Number.isNaN(ours.anonymous) ? 'not measured' : `≤ ${target.toFixed(0)}: ${verdict(ours.anonymous <= target)}`,
    ]),
  );
  return table(
    'Peak memory of a fresh process, MiB: anonymous / RSS',
    ['model', 'weights, fp32', 'task', 'Cloze, engine process', 'peer', 'target (anonymous)'],
    rows,
  );
}

function table(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [`**${title}**\n`, line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const digits = (value: number) => (value < 100 ? value.toPrecision(3) : value.toFixed(0));
const ms = ({ median, low, high }: Spread) => `${digits(median)} [${digits(low)}, ${digits(high)}]`;
const times = ({ median, low, high }: Spread) => `${median.toFixed(2)}x [${low.toFixed(2)}, ${high.toFixed(2)}]`;
const perSecond = (count: number, milliseconds: number) => digits((1000 * count) / milliseconds);
const verdict = (met: boolean) => (met ? 'met' : '**missed**');
