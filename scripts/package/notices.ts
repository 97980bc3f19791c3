import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licence texts of packages that come without their own: files in `licences/`, or in the root of the repository. */
const TEXTS: Readonly<Record<string, string>> = {
  'onnxruntime-common': 'scripts/package/licences/onnxruntime.txt',
  'onnxruntime-node': 'scripts/package/licences/onnxruntime.txt',
  // Its LICENSE is that of the template it was made from.
  tokenizers: 'LICENSE',
};

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly repository?: string | { readonly url?: string };
}

/** The names of the packages that files of a bundle come from. */
export function packagesOf(files: readonly string[]): string[] {
  const names = files.map((file) => /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/**
 * The notices that the licences of these packages ask for.
 * @throws Error for a package whose licence text is neither in it nor known here
 */
export function notices(names: readonly string[], repository: string): string {
  const parts = names.map((name) => {
    const folder = join(repository, 'node_modules', name);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const { version, license } = manifest;
    const source = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
    const title = [`${name} ${version}`, `Licence: ${license}`, ...(source ? [`Source: ${source}`] : [])];
    return [...title, '', ...licenceTexts(name, folder, repository)].join('\n');
  });
  return [HEAD, ...parts].join(`\n${'='.repeat(80)}\n\n`);
}

const HEAD = `Cloze contains software by others. Their licences follow, one package after the other.

The libraries of ONNX Runtime contain further components; their notices are in ThirdPartyNotices.txt of its source, under the
tag of the version below. On Windows it brings libraries of Microsoft along: DirectML.dll, under the licence terms of the NuGet
package Microsoft.AI.DirectML, and dxcompiler.dll and dxil.dll, under those of the DirectX Shader Compiler.
`;

function licenceTexts(name: string, folder: string, repository: string): string[] {
  const own = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file));
  const known = TEXTS[name];
  const files = [...(known ? [join(repository, known)] : []), ...own.map((file) => join(folder, file))];
  if (files.length === 0) throw new Error(`${name} has no licence text; add one to scripts/package/notices.ts.`);
  return files.map((file) => `${readFileSync(file, 'utf8').trim()}\n`);
}
