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

const HELP = `cloze: a masked language model on this machine

${COMMANDS.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

Options of all commands:
  --device cpu|webgpu|...        where to compute (default: cpu)
  --precision fp32|fp16|int8|int7  fp16 for other devices than the CPU, int8 and int7 for the CPU (default: fp32)
  --onnxruntime DIR              another onnxruntime-node than that of Cloze, say one with CUDA
  --json                         one JSON value on standard output, and nothing else there
  --help, --version

Errors go to standard error; standard output then stays empty. Exit codes: 0 done; 1 it failed, or a check did not pass; 2 what was asked for cannot be done (wrong options, a text
without a mask, a model that cannot be used).
`;

async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help' || rest.includes('--help')) {
    io.out(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    io.out(`${version}\n`);
    return 0;
  }
  try {
    const command = commandOf(args);
    const own = args.slice(command.name.split(' ').length);
    return await command.run(parseCommandLine(own, command.options), io);
  } catch (error) {
    const { code, message } = toClozeError(error);
    io.err(`cloze: ${message}\n`);
    return code === 'bad-request' || code === 'bad-checkpoint' || code === 'unsupported' ? 2 : 1;
  }
}

/** The command whose name, of one word or two, the arguments begin with. @throws ClozeError `bad-request` */
function commandOf([first = '', second = '']: readonly string[]): Command {
  const command = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command) return command;
  const kinds = COMMANDS.map(({ name }) => name.split(' ')).filter(([word, kind]) => word === first && kind);
  throw new ClozeError(
    'bad-request',
    kinds.length > 0
      ? `cloze ${first} takes ${kinds.map(([, kind]) => kind).join(' or ')}, not "${second}"; see cloze --help.`
      : `There is no command ${first}; see cloze --help.`,
  );
}

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  progress: (line) => void (process.stderr.isTTY && process.stderr.write(`\r${line}\x1b[K`)),
  engineScript: path.join(__dirname, 'engine.cjs'),
  modelsFolder: path.join(__dirname, '..', 'models'),
};

// Whoever reads may have seen enough: `cloze ... | head`.
process.stdout.on('error', () => process.exit());

void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
