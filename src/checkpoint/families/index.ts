import type { Family } from '../architecture.js';
import { albert } from './albert.js';
import { bert } from './bert.js';

/** Every family that can be compiled. To add one, write its file and list it here. */
export const FAMILIES: readonly Family[] = [bert, albert];
