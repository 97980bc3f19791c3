import type { TemporaryFolder } from '../workbench/workspace.js';

/** One run of bundled tests in an extension host. */
export interface HostRun {
  readonly extensionPath: string;
  /** The workspace to open. */
  readonly workspace: TemporaryFolder;
  /** The bundled `index.cjs`. */
  readonly entry: string;
  /** Where the tests write their results. */
  readonly results: string;
  /** Environment of the extension host; it names the tests and the results file. */
  readonly env: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Workspace trust on and the folder untrusted. */
  readonly untrusted: boolean;
  /** Milliseconds after which the run is given up. */
  readonly limit: number;
  readonly log: (line: string) => void;
}
