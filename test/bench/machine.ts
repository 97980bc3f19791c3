import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../workbench/root.js';
import { PEERS, type Peer } from './contenders/contender.js';

/** On what the numbers were seen. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly onnxRuntime: string;
  readonly cloze: string;
  readonly peer: { readonly name: string; readonly version: string };
  /** Whether the peer and Cloze load the very same ONNX Runtime. */
  readonly sameRuntime: boolean;
  /** The ONNX Runtime that the peer asks for in its own package. */
  readonly peerAsksFor: string;
  /** Processes that wanted to run in the minute before the bench began, on average. */
  readonly load: number;
}

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export function machine(peer: Peer): Machine {
  const name = PEERS[peer];
  const modules = path.join(repositoryRoot, 'node_modules');
  const described = read(path.join(modules, name));
  const runtimeOf = (folder: string) => createRequire(path.join(folder, 'package.json')).resolve('onnxruntime-node');
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    onnxRuntime: read(path.join(modules, 'onnxruntime-node')).version,
    cloze: read(repositoryRoot).version,
    peer: { name, version: described.version },
    sameRuntime: runtimeOf(path.join(modules, name)) === runtimeOf(repositoryRoot),
    peerAsksFor: { ...described.dependencies, ...described.optionalDependencies }['onnxruntime-node'] ?? 'none',
    load: loadavg()[0] ?? Number.NaN,
  };
}

function read(folder: string): Package {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Package;
}
