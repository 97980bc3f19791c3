// Does nothing but measure its own blocks, to tell how busy the machine is. Prints the longest when its input ends.
import { watchForBlocks } from '../support/blocks.js';

const blocks = watchForBlocks();
process.stdin.resume().once('end', () => {
  process.stdout.write(`${blocks.stop().all}\n`);
});
process.stdout.write('watching\n');
