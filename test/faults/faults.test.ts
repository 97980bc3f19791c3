import { beforeAll, describe, expect, it } from 'vitest';
import { built } from '../support/built.js';
import { SCENARIOS } from './all.js';
import { bundleScenarios, runApart } from './apart.js';

/** The same each time: what `npm run faults` finds with others becomes a test of its own. CLOZE_FAULTS_SEED: another. */
const seed = Number(process.env['CLOZE_FAULTS_SEED'] ?? 1);

// The short form; `npm run faults` does all at full size.
describe('faults', () => {
  beforeAll(bundleScenarios);

  it.each(SCENARIOS)('$name: nothing crashes, hangs or goes unexplained', { timeout: 300_000 }, async ({ name }) => {
    const { violated, text } = await runApart(name, { engine: built('engine.cjs'), full: false, seed });
    console.log(text);
    expect(violated, text).toBe(0);
  });
});
