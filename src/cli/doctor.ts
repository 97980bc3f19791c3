import { version } from '../../package.json';
import { diagnose, diagnosisText } from '../client/doctor.js';
import { ClozeError } from '../core/errors.js';
import type { Command } from './command.js';
import { loadParams, modelCache } from './load.js';

/** `cloze doctor`: what works on this machine, what does not, and why. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'cloze doctor [--model NAME|DIR] [--onnxruntime DIR] [--json]',
  summary: 'Tries every way of running the model on this machine, and says what to do about those that fail.',
  options: { values: ['model'] },

  async run(line, io) {
    if (line.positionals.length > 0) throw new ClozeError('bad-request', 'cloze doctor takes no text.');
    const { folder, onnxRuntime } = loadParams(line, io);
    const subject = { folder, onnxRuntime };
    const diagnosis = await diagnose({ script: io.engineScript, subject, cache: modelCache(), clozeVersion: version });
    io.out(line.flag('json') ? `${JSON.stringify(diagnosis)}\n` : diagnosisText(diagnosis));
    return diagnosis.ways[0]?.outcome.startsWith('works') ? 0 : 1;
  },
};
