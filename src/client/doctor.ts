import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../core/errors.js';
import { DEVICES, type LoadParams, type ModelInfo, type SelfTest } from '../protocol/engine.js';
import { graphicsAdapters } from './adapters.js';
import { remedy } from './remedy.js';
import { selfTestApart, tryVariant } from './tryVariant.js';
import { candidates, describeVerdict, type Subject, type Variant } from './variants.js';
import type { VerdictStore } from './verdictStore.js';

/** What can be learned about running a model on this machine. Holds no text of anybody's documents. */
export interface Diagnosis {
  readonly machine: Readonly<Record<string, string>>;
  readonly model: Readonly<Record<string, string>>;
  readonly ways: readonly WayOfRunning[];
}

export interface WayOfRunning extends Variant {
  /** What became of trying it, in a sentence. */
  readonly outcome: string;
  /** What a person can do about a failure. */
  readonly remedy?: string;
}

export interface DoctorOptions {
  readonly script: string;
  readonly subject: Subject;
  readonly cache: string;
  readonly clozeVersion: string;
  /** Where to remember what became of each way: what failed before may have been mended. */
  readonly store?: VerdictStore;
}

/** What all else is compared with. */
const CPU: Variant = { device: 'cpu', precision: 'fp32' };

interface Baseline {
  readonly info: ModelInfo;
  readonly result: SelfTest;
}

/** Tries every way of running the model, each in a process of its own. Never throws: what fails is what it tells. */
export async function diagnose(options: DoctorOptions): Promise<Diagnosis> {
  const { subject, cache } = options;
  const load = (variant: Variant): LoadParams => ({ ...subject, ...variant, cache });
  const ways: WayOfRunning[] = [];
  let baseline: Baseline | undefined;
  try {
    baseline = await selfTestApart({ ...options, load: load(CPU) });
    const time = `works, one mask in ${baseline.result.milliseconds.toFixed(2)} ms`;
    ways.push({ ...CPU, outcome: time });
  } catch (error) {
    ways.push({ ...CPU, outcome: `failed: ${messageOf(error)}` });
  }
  const everything = { device: 'auto', precision: 'auto' } as const;
  for (const variant of baseline ? candidates(everything, baseline.info.devices) : []) {
    ways.push(await tryOne(load(variant), options, baseline as Baseline));
  }
  const missing = baseline ? DEVICES.filter((device) => !baseline.info.devices.includes(device)) : [];
  for (const device of missing) {
    ways.push({ device, precision: 'fp32', outcome: 'not in this build of ONNX Runtime' });
  }
  return {
    machine: await machineFacts(options, baseline?.info),
    model: await modelFacts(subject.folder, baseline?.info),
    ways: ways.map((way) => ({ ...way, outcome: withoutHome(way.outcome) })),
  };
}

async function tryOne(
  load: LoadParams,
  { script, store }: DoctorOptions,
  { info, result }: Baseline,
): Promise<WayOfRunning> {
  const variant = { device: load.device, precision: load.precision ?? 'fp32' };
  const verdict = await tryVariant({ script, load }, result);
  const trial = { subject: load, variant, baseline: CPU, runtimeVersion: info.runtimeVersion };
  await store?.set(trial, verdict).catch(() => {}); // it is only tried again, then
  const help = verdict.kind === 'failed' ? remedy(variant.device, verdict.reason, process.platform) : undefined;
  return { ...variant, outcome: describeVerdict(verdict), ...(help !== undefined && { remedy: help }) };
}

async function machineFacts(
  { clozeVersion, subject: { onnxRuntime } }: DoctorOptions,
  info: ModelInfo | undefined,
): Promise<Record<string, string>> {
  const glibc = glibcVersion();
  const cpus = os.cpus();
  const adapters = await graphicsAdapters();
  return {
    Cloze: clozeVersion,
    'ONNX Runtime': `${info?.runtimeVersion ?? 'not loaded'}${onnxRuntime ? withoutHome(`, ${onnxRuntime}`) : ''}`,
    system: `${process.platform}-${process.arch}, ${os.release()}`,
    ...(glibc !== undefined && { glibc }),
    Node: process.versions.node,
    processor: `${cpus[0]?.model ?? 'unknown'}, ${cpus.length} threads`,
    memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
    graphics: adapters.length > 0 ? adapters.join('; ') : 'nothing found',
  };
}

/** The report would else look up the names of all that this process is connected with, and block it meanwhile. */
function glibcVersion(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const settings = process.report as { excludeNetwork?: boolean };
  const before = settings.excludeNetwork;
  settings.excludeNetwork = true;
  try {
    return (process.report.getReport() as { header?: { glibcVersionRuntime?: string } }).header?.glibcVersionRuntime;
  } finally {
    if (before !== undefined) settings.excludeNetwork = before;
  }
}

async function modelFacts(folder: string, info: ModelInfo | undefined): Promise<Record<string, string>> {
  const size = info && `${info.type}, ${info.layers} layers of ${info.hiddenSize}, ${info.vocabularySize} tokens`;
  return {
    name: path.basename(folder),
    ...(size && { size }),
    weights: await hashWeights(folder).catch((error: unknown) => withoutHome(messageOf(error))),
  };
}

/** SHA-256 of the files of the weights, in the order of their names. */
async function hashWeights(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort();
  const hash = createHash('sha256');
  for (const name of names) {
    for await (const chunk of createReadStream(path.join(folder, name))) hash.update(chunk as Buffer);
  }
  return `sha256 ${hash.digest('hex')} (${names.join(', ')})`;
}

function withoutHome(text: string): string {
  return text.replaceAll(os.homedir(), '~');
}

/** The diagnosis as Markdown, to be copied. */
export function diagnosisText({ machine, model, ways }: Diagnosis): string {
  const table = (facts: Readonly<Record<string, string>>) =>
    Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`);
  const rows = ways.map(({ device, precision, outcome, remedy: help }) => {
    const what = `- ${device}, ${precision}: ${outcome}`;
    return help === undefined ? what : `${what}\n  - ${help}`;
  });
  return [
    '# Cloze: diagnosis',
    '',
    '## Machine',
    ...table(machine),
    '',
    '## Model',
    ...table(model),
    '',
    '## Ways of running it',
    ...rows,
    '',
  ].join('\n');
}
