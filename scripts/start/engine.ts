import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../test/workbench/root.js';

/** What `cloze fill --json` prints. */
interface Filled {
  readonly model: string;
  readonly device: string;
  readonly milliseconds: number;
  readonly masks: readonly {
    readonly candidates: readonly { readonly word: string; readonly probability: number }[];
  }[];
}

/**
 * Fills the masks of a text with the command line, and says it in lines for a person: model, device, time, the first five words.
 * @throws Error with the output of the command line when it fails, or prints something that is not JSON.
 */
export async function fillOnce(text: string): Promise<string[]> {
  const { model, device, milliseconds, masks } = JSON.parse(await cli(['fill', text, '--json'])) as Filled;
  const words = masks.flatMap(({ candidates }) =>
    candidates.slice(0, 5).map(({ word, probability }) => `${(100 * probability).toFixed(1).padStart(8)} %  ${word}`),
  );
  return [`Model   ${model}`, `Device  ${device}`, `Time    ${milliseconds.toFixed(1)} ms`, text, ...words];
}

function cli(args: readonly string[]): Promise<string> {
  const script = join(repositoryRoot, 'dist', 'cli.cjs');
  const child = spawn(process.execPath, [script, ...args], { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    output += data;
  });
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    errors += data;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`The engine could not fill a mask (cloze ended with ${code}):\n${errors || output}`));
    });
  });
}
