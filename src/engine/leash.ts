import { Worker } from 'node:worker_threads';

/**
 * Ends this process when its parent is gone, even while it computes or hangs and hears nothing: a thread of its own
 * looks once a second. (ONNX Runtime is not touched there: it must not be loaded in a worker.)
 */
export function endWithParent(): void {
  const watch = (parent: number) => {
    const isGone = () => {
      if (process.ppid !== parent) return true; // adopted by another process
      try {
        return !process.kill(parent, 0); // on Windows nobody adopts
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ESRCH';
      }
    };
    setInterval(() => {
      if (isGone()) process.kill(process.pid, 'SIGKILL');
    }, 1000);
  };
  const worker = new Worker(`(${watch.toString()})(${process.ppid})`, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  worker.unref();
}
