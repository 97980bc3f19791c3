import path from 'node:path';
import { version } from '../../package.json';
import { ClozeError, toClozeError } from '../core/errors.js';
import type { Command, Io } from './command.js';
import { doctorCommand } from './doctor.js';
import { fillCommand } from './fill.js';
import { parseCommandLine } from './options.js';
import { verifyCommand } from './verify.js';

const COMMANDS: readonly Command[] = [fillCommand, verifyCommand, doctorCommand];

const HELP = `cloze: a masked language model on this machine

${COMMANDS.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

Options of all commands:
  --device cpu|webgpu|...        where to compute (default: cpu)
  --precision fp32|fp16|int8|int7  fp16 for other devices than the CPU, int8 and int7 for the CPU (default: fp32)
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
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (!command) throw new ClozeError('bad-request', `There is no command ${name}; see cloze --help.`);
    return await command.run(parseCommandLine(rest, command.options), io);
  } catch (error) {
    const { code, message } = toClozeError(error);
    io.err(`cloze: ${message}\n`);
    return code === 'bad-request' || code === 'bad-checkpoint' || code === 'unsupported' ? 2 : 1;
  }
}

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  engineScript: path.join(__dirname, 'engine.cjs'),
  modelsFolder: path.join(__dirname, '..', 'models'),
};

// Whoever reads may have seen enough: `cloze ... | head`.
process.stdout.on('error', () => process.exit());

void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
