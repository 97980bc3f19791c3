/** What one stage of `npm test` gave. */
export interface StageResult {
  readonly passed: number;
  /** The tests that failed: the name, and the first line of what went wrong. */
  readonly failed: readonly string[];
  /** What was not run: the name, and what is missing for it. */
  readonly notRun: readonly string[];
}

/** One stage of `npm test`. */
export interface Stage {
  /** The word that chooses it: `npm test -- unit`. */
  readonly name: string;
  readonly title: string;
  /** The stage tests what the build makes: without a build it cannot run. */
  readonly needsBuild?: boolean;
  run(): Promise<StageResult>;
}

/** The result of a stage that is one check, by its name. */
export function check(name: string, ok: boolean): StageResult {
  return { passed: ok ? 1 : 0, failed: ok ? [] : [name], notRun: [] };
}

/** The result of a stage that cannot run here. */
export function notRun(title: string, missing: readonly string[]): StageResult {
  return { passed: 0, failed: [], notRun: [`${title}: missing ${missing.join('; ')}`] };
}
