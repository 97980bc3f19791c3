import { fileURLToPath } from 'node:url';

/** The root of the repository: the folder of the extension's `package.json`. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
