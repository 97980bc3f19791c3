import { createRequire } from 'node:module';
import path from 'node:path';

type Runtime = typeof import('onnxruntime-node');
type Tensor = InstanceType<Runtime['Tensor']>;

/**
 * Lets `@xenova/transformers` 2 run on an ONNX Runtime that is newer than the 1.14 it asks for. It copies the own
 * properties of tensors, and `data` and `location` have become getters since: they are made own properties again. No
 * data is copied. To be called before the library is loaded.
 */
export function makeTensorsCopyable(): void {
  const require = createRequire(process.argv[1] as string);
  const { Tensor } = require('onnxruntime-node') as Runtime;
  const file = path.join('onnxruntime-common', 'dist', 'cjs', 'tensor.js');
  // The one place that all other modules of ONNX Runtime take the class from.
  const home = Object.values(require.cache).find((module) => module?.filename.endsWith(file));
  if (home?.exports.Tensor !== Tensor) throw new Error('ONNX Runtime defines its tensors elsewhere than expected.');
  home.exports.Tensor = new Proxy(Tensor, {
    construct(target, args, newTarget) {
      const tensor = Reflect.construct(target, args, newTarget) as Tensor;
      const own = (value: unknown) => ({ value, enumerable: true, configurable: true, writable: true });
      return Object.defineProperties(tensor, { data: own(tensor.data), location: own(tensor.location) });
    },
  });
}
