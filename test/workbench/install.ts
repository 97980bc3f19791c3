import { join } from 'node:path';
import { cacheFolder } from './cache.js';
import { emptyProject, installNode, nodeHeaders, nodePath, workbenchNodeVersion } from './node24.js';
import { npm } from './npm.js';
import { isComplete, makeFolder } from './publish.js';

const VERSION = '4.139.1';
const ADDONS = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** An installed workbench: the Node to run it with and its entry script. */
export interface Workbench {
  readonly node: string;
  readonly entry: string;
}

/**
 * Installs the VS Code workbench server and its Node from the npm registry into the cache, once; later calls return at once.
 * @throws Error on any system but Linux on x64 or arm64, and when npm fails (offline, disk full): it says what to do.
 */
export async function installWorkbench(log: (line: string) => void): Promise<Workbench> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error(
      `The browser workbench runs on Linux (x64, arm64) only, not on ${process.platform}-${process.arch}.`,
    );
  }
  const name = `code-server-${VERSION}-node-${workbenchNodeVersion}-${process.arch}`;
  const folder = join(cacheFolder(), 'workbench', name);
  if (!isComplete(folder)) {
    log(`Installing VS Code (code-server ${VERSION}) into ${folder}; this happens once and takes a minute or two.`);
    try {
      await makeFolder(folder, (temporary) => fill(temporary, log));
    } catch (error) {
      throw new Error(
        `VS Code could not be installed. Tried: code-server@${VERSION} and Node ${workbenchNodeVersion} from the npm registry, ` +
          `into ${folder}. Check the connection (\`npm ping\`), the proxy settings and the free disk space (2 GB), then try again.\n` +
          (error as Error).message,
        { cause: error },
      );
    }
    log('VS Code is installed.');
  }
  return { node: nodePath(folder), entry: join(packageFolder(folder), 'out', 'node', 'entry.js') };
}

async function fill(folder: string, log: (line: string) => void): Promise<void> {
  log(`  1/4 Node ${workbenchNodeVersion}`);
  await installNode(folder);
  const node = nodePath(folder);
  log('  2/4 the server');
  const project = join(folder, 'code-server');
  await emptyProject(project);
  await npm(['install', '--ignore-scripts', `code-server@${VERSION}`], { cwd: project, node });
  log('  3/4 the workbench and its built-in extensions');
  const vscode = join(packageFolder(folder), 'lib', 'vscode');
  const production = ['install', '--omit=dev', '--ignore-scripts'];
  await npm(production, { cwd: vscode, node });
  await npm(production, { cwd: join(vscode, 'extensions'), node });
  log('  4/4 two small addons');
  await rebuildAddons(vscode, node, log);
}

/**
 * Log files and output channels need the addons; without a C++ compiler the workbench runs, but logs nothing. npm must be told that
 * install scripts may run, and runs those of the two named packages only.
 */
async function rebuildAddons(vscode: string, node: string, log: (line: string) => void): Promise<void> {
  const headers = nodeHeaders(node);
  const env = headers ? { npm_config_nodedir: headers } : {};
  try {
    await npm(['rebuild', ...ADDONS, '--dangerously-allow-all-scripts'], { cwd: vscode, node, env });
  } catch {
    log(
      '      not built (no C++ compiler?): the workbench will work, its output channels and log files may stay empty.',
    );
  }
}

function packageFolder(folder: string): string {
  return join(folder, 'code-server', 'node_modules', 'code-server');
}
