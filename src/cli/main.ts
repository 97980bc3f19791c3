import path from 'node:path';
import { version } from '../../package.json';
import { ClozeError, toClozeError } from '../core/errors.js';
import type { Command, Io } from './command.js';
import { continueCommand } from './continue.js';
import { doctorCommand } from './doctor.js';
import { evalBlimpCommand } from './eval/blimp.js';
import { evalGapsCommand } from './eval/gaps.js';
import { evalMlmCommand } from './eval/mlm.js';
import { evalSpansCommand } from './eval/spans.js';
import { evalStsCommand } from './eval/sts.js';
import { evalSwordsCommand } from './eval/swords.js';
import { evalWordsCommand } from './eval/words.js';
import { fillCommand } from './fill.js';
import { parseCommandLine } from './options.js';
import { poolCommand } from './pool.js';
import { rankCommand } from './rank.js';
import { replaceCommand } from './replace.js';
import { scoreCommand } from './score.js';
import { similarCommand } from './similar.js';
import { verifyCommand } from './verify.js';

const COMMANDS: readonly Command[] = [
  fillCommand,
  scoreCommand,
  rankCommand,
  continueCommand,
  replaceCommand,
  similarCommand,
  poolCommand,
  verifyCommand,
  doctorCommand,
  evalMlmCommand,
  evalBlimpCommand,
  evalGapsCommand,
  evalSpansCommand,
  evalStsCommand,
  evalSwordsCommand,
  evalWordsCommand,
];

const CONVENTIONS = `Options of all commands:
  --device cpu|webgpu|...        where to compute (default: cpu)
  --precision fp32|fp16|int8|int7  fp16 for other devices than the CPU, int8 and int7 for the CPU (default: fp32)
  --onnxruntime DIR              another onnxruntime-node than that of Cloze, say one with CUDA
  --json                         one JSON value on standard output, and nothing else there
  --help

TEXT|FILE|- is a text, the name of a file that holds it, or - for standard input. What looks like a path (no white
space; a slash, or an ending such as .txt or .md) has to be a file that is there. A text that begins with a dash goes
behind " -- ".

Errors go to standard error; standard output then stays empty. So do notices that the model does not know a text.
cloze --version tells the version.
Exit codes: 0 done; 1 it failed, or a check did not pass; 2 what was asked for cannot be done (wrong options, a text
without a mask, a model that cannot be used).
`;

function helpOf(commands: readonly Command[]): string {
  const all = commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}\n`).join('');
  return `cloze: a masked language model on this machine\n\n${all}\n${CONVENTIONS}`;
}

async function main(args: readonly string[], io: Io): Promise<number> {
  if (args[0] === '--version') {
    io.out(`${version}\n`);
    return 0;
  }
  try {
    const asksForHelp = args[0] === 'help' || args.includes('--help');
    const words = args.filter((arg, i) => !(arg === '--help' || (arg === 'help' && i === 0)));
    const { commands, own } = commandsOf(words);
    const [command, ...others] = commands;
    if (asksForHelp || !command || others.length > 0) {
      io.out(helpOf(commands));
      return asksForHelp ? 0 : 2;
    }
    return await command.run(parseCommandLine(own, command.options), io);
  } catch (error) {
    const { code, message } = toClozeError(error);
    io.err(`cloze: ${message}\n`);
    return code === 'bad-request' || code === 'bad-checkpoint' || code === 'unsupported' ? 2 : 1;
  }
}

/**
 * The command whose name, of one word or two, the arguments begin with, or all that a first word alone may mean.
 * @returns beside them the other arguments
 * @throws ClozeError `bad-request` when there is none
 */
function commandsOf([first, second, ...rest]: readonly string[]): { commands: readonly Command[]; own: string[] } {
  if (first === undefined) return { commands: COMMANDS, own: [] };
  const others = second === undefined ? rest : [second, ...rest];
  const command = COMMANDS.find(({ name }) => name === first);
  if (command) return { commands: [command], own: others };
  const kinds = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (kinds.length === 0) throw new ClozeError('bad-request', `There is no command ${first}; see cloze --help.`);
  if (second === undefined) return { commands: kinds, own: [] };
  const kind = kinds.find(({ name }) => name === `${first} ${second}`);
  if (kind) return { commands: [kind], own: rest };
  const known = kinds.map(({ name }) => name.slice(first.length + 1)).join(' or ');
  throw new ClozeError('bad-request', `cloze ${first} takes ${known}, not "${second}"; see cloze ${first} --help.`);
}

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  progress: (line) => void (process.stderr.isTTY && process.stderr.write(`\r${line}\x1b[K`)),
  width: process.stdout.columns ?? 80,
  engineScript: path.join(__dirname, 'engine.cjs'),
  modelsFolder: path.join(__dirname, '..', 'models'),
};

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(); // whoever reads has seen enough: `cloze ... | head`
  io.err(`cloze: The output cannot be written: ${message}.\n`);
  process.exit(1);
});

void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
