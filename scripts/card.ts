// npx tsx scripts/card.ts MODEL [SENTENCES]: a table for a model's card, the first five suggestions for ordinary sentences as they come.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../test/workbench/root.js';

const [model = '', sentences = join(repositoryRoot, 'models', 'training', 'sentences.en.txt')] = process.argv.slice(2);
const cli = join(repositoryRoot, 'dist', 'cli.cjs');

interface Filled {
  readonly masks: readonly {
    readonly candidates: readonly { readonly word: string; readonly probability: number }[];
  }[];
}

console.log('| sentence | first five suggestions, per cent |');
console.log('|---|---|');
for (const sentence of readFileSync(sentences, 'utf8').trim().split('\n')) {
  const output = execFileSync(process.execPath, [cli, 'fill', sentence, '--model', model, '--top', '5', '--json']);
  const { masks } = JSON.parse(output.toString()) as Filled;
  const words = masks[0]?.candidates.map(({ word, probability }) => `${word} ${(100 * probability).toFixed(0)}`);
  console.log(`| ${sentence} | ${words?.join(', ')} |`);
}
