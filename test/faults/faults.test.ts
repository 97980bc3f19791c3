import { describe, expect, it } from 'vitest';
import { built } from '../support/built.js';
import { SCENARIOS } from './all.js';
import { runScenario } from './run.js';

/** The same each time: what `npm run faults` finds with others becomes a test of its own. CLOZE_FAULTS_SEED: another. */
const seed = Number(process.env['CLOZE_FAULTS_SEED'] ?? 1);

// The short form; `npm run faults` does all at full size.
describe('faults', () => {
  it.each(SCENARIOS)('$name: nothing crashes, hangs or goes unexplained', { timeout: 120_000 }, async (scenario) => {
    const { violated, text } = await runScenario(scenario, { engine: built('engine.cjs'), full: false, seed });
    console.log(text);
    expect(violated, text).toBe(0);
  });
});
