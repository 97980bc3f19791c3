import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** What npm needs from outside: the folder of the Node to run it with comes first on its PATH. */
export interface NpmOptions {
  readonly cwd: string;
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs `npm` quietly in a folder of its own, free of the settings that an enclosing `npm run` puts in the environment.
 * @throws Error with the end of npm's output when it does not exit with 0 or cannot be started.
 */
export function npm(args: readonly string[], options: NpmOptions): Promise<void> {
  const env = { ...outsideNpmRun(process.env), ...options.env };
  if (options.node) env['PATH'] = `${dirname(options.node)}:${env['PATH'] ?? ''}`;
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', [...args, ...quiet], { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`npm ${args.join(' ')} ended with ${code}:\n${output.trim().split('\n').slice(-12).join('\n')}`),
        );
    });
  });
}

function outsideNpmRun(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const drop = /^(npm_(lifecycle|package)_|npm_config_(local_prefix|prefix|global_prefix)$|npm_command$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !drop.test(name)));
}
