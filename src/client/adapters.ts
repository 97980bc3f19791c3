import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What can be learned of the graphics adapters and their drivers without a graphics library: on Linux the PCI ids of
 * the cards, NVIDIA's driver, and the Vulkan drivers that are installed. Elsewhere nothing.
 */
export async function graphicsAdapters(): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  return [...(await cards()), ...(await nvidiaDriver()), ...(await vulkanDrivers())];
}

async function cards(): Promise<string[]> {
  const root = '/sys/class/drm';
  const names = (await readdir(root).catch(() => [])).filter((name) => /^(card|renderD)\d+$/.test(name));
  return Promise.all(
    names.map(async (name) => {
      const [vendor, device] = await Promise.all(
        ['vendor', 'device'].map((id) => read(path.join(root, name, 'device', id))),
      );
      return `${name}: PCI ${vendor ?? '?'}:${device ?? '?'}`;
    }),
  );
}

async function nvidiaDriver(): Promise<string[]> {
  const version = await read('/proc/driver/nvidia/version');
  return version ? [version.split('\n')[0] as string] : [];
}

async function vulkanDrivers(): Promise<string[]> {
  const named = process.env['VK_DRIVER_FILES'] ?? process.env['VK_ICD_FILENAMES'];
  if (named) return [`Vulkan: ${named}`];
  const folders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
  const found = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return found.flat().map((name) => `Vulkan: ${name}`);
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8')
    .then((text) => text.trim())
    .catch(() => undefined);
}
