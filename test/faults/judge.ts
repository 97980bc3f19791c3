import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './examination.js';
import type { Tally } from './tally.js';

/** The files of a model, by which a message says where the damage is. */
const FILES =
  /config\.json|cloze\.json|\.safetensors|tokenizer\.json|special_tokens_map\.json|vocab\.txt|[Tt]he tensor \S|The shards of this model|The model \S+ cannot|[Tt]okenizer|its weights/;
/** A sentence, not a page. */
const LONGEST = 700;

/** A folder that was made wrong: what it is called, and what may come of it. */
export interface Damaged {
  readonly name: string;
  readonly folder: string;
  /** It cannot work: an answer would be a violation. */
  readonly mustFail: boolean;
}

/** Records what came of a damaged model; the folder of a violation is kept. */
export async function judge(damaged: Damaged, finding: Finding, tally: Tally): Promise<void> {
  const wrong = complaint(damaged, finding);
  if (wrong === undefined) tally.count(finding.kind === 'refused' ? `refused (${finding.code})` : finding.kind);
  else if (tally.violation(wrong, `${damaged.name}: ${short(finding)}`)) await keep(damaged, finding);
}

/** What is wrong with the outcome. */
function complaint({ mustFail }: Damaged, finding: Finding): string | undefined {
  switch (finding.kind) {
    case 'answered':
      return mustFail ? 'a file that is cut off was accepted' : undefined;
    case 'not finite':
      return 'answers that are no numbers';
    case 'died':
      return `the engine's process ended: ${deathOf(finding.how)}`;
    case 'hung':
      return "the engine's process hung";
    case 'refused':
      return explained(finding)
        ? undefined
        : `unexplained at ${finding.at}: ${finding.code}: ${kindOf(finding.message)}`;
  }
}

function explained({ code, message }: Finding & { kind: 'refused' }): boolean {
  const ofFiles = code === 'bad-checkpoint' || code === 'unsupported';
  return ofFiles && FILES.test(message) && message.length <= LONGEST && /[.!?]$/.test(message);
}

/** Where native code gave up, when it says so. */
function deathOf(how: string): string {
  const [, place, why] = /panicked at \S*?([\w-]+\/src\/\S+?):\d+:\d+:\n(.*)/.exec(how) ?? [];
  return place ? `panic in ${place.replaceAll('/', ' ')}: ${kindOf(why ?? '')}` : kindOf(how).replace(/\s+/g, ' ');
}

/** A message without what differs from case to case. */
function kindOf(message: string): string {
  return message
    .replace(/(["'`]).*\1/gs, '…')
    .replace(/\/\S+/g, '…')
    .replace(/-?\d[\d.e+-]*/g, 'N')
    .slice(0, 160);
}

function short(finding: Finding): string {
  return JSON.stringify(finding).slice(0, 400);
}

async function keep({ name, folder }: Damaged, finding: Finding): Promise<void> {
  const kept = path.join('out/faults/kept', name.replace(/\W+/g, '-'));
  await mkdir(kept, { recursive: true });
  await cp(folder, kept, { recursive: true, dereference: true, force: true });
  await writeFile(path.join(kept, 'finding.json'), JSON.stringify(finding, undefined, 2));
}
