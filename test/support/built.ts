import { existsSync } from 'node:fs';
import path from 'node:path';

/** The smallest of the bundled models. */
export const MODEL = path.resolve('models/stopgap-bert-en');

/** @throws Error unless `npm run build` has made the file */
export function built(name: 'engine.cjs' | 'cli.cjs' | 'extension.cjs'): string {
  const file = path.resolve('dist', name);
  if (!existsSync(file)) throw new Error(`dist/${name} is missing: run "npm run build" first.`);
  return file;
}
