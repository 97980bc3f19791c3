import type { Plugin } from 'esbuild';

const NATIVE = /(^|\/node_modules\/)(onnxruntime-node|tokenizers)(\/|$)/;

/** Fails a build that imports a native module, bundled or external: native code is for the engine's process only. */
export const noNative: Plugin = {
  name: 'no-native',
  setup(build) {
    build.onEnd(({ metafile }) => {
      const imports = Object.entries(metafile?.inputs ?? {}).flatMap(([importer, input]) =>
        input.imports.map(({ path }) => ({ importer, path })),
      );
      const native = imports.filter(({ path }) => NATIVE.test(`/${path}`) || NATIVE.test(path));
      return {
        errors: native.map(({ importer, path }) => ({ text: `${importer} imports the native module "${path}"` })),
      };
    });
  },
};
