import { EngineClient } from '../client/engineClient.js';
import type { EngineMethods } from '../protocol/engine.js';
import type { CommandLine, OptionNames } from './options.js';

/** What a command may touch of the world. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** A line that the next one takes the place of, '' to end with; shown on a terminal alone. */
  progress(line: string): void;
  /** How wide a table may be, in characters. */
  readonly width: number;
  /** The built engine. */
  readonly engineScript: string;
  /** Where the bundled models lie. */
  readonly modelsFolder: string;
}

export interface Command {
  /** One word, or two: `eval mlm`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Options of its own. */
  readonly options: OptionNames;
  /** @returns the exit code */
  run(line: CommandLine, io: Io): Promise<number>;
}

/** Runs `task` with an engine that has the model of `folder`, and ends the engine. */
export async function withEngine<T>(
  io: Io,
  load: EngineMethods['load']['params'],
  task: (engine: EngineClient, info: EngineMethods['load']['result']) => Promise<T>,
): Promise<T> {
  const engine = new EngineClient({
    script: io.engineScript,
    ...(load.showPlacement && { onOutput: (line) => io.err(`${line}\n`) }),
  });
  try {
    engine.use(load);
    return await task(engine, await engine.start());
  } finally {
    engine.dispose();
  }
}
