import type { Device } from '../protocol/engine.js';

const CUDA_LIBRARIES =
  'Cloze does not bring the libraries of ONNX Runtime for CUDA. On Linux x64, "npm install onnxruntime-node" in a folder ' +
  'of its own fetches them; name its node_modules/onnxruntime-node in cloze.onnxRuntimePath, or on the command line ' +
  'with --onnxruntime.';

/** What a person can do about a device that failed for this reason; undefined when nothing is known. */
export function remedy(device: Device, reason: string, platform: NodeJS.Platform): string | undefined {
  if (device === 'webgpu' && platform === 'linux' && /adapter|vulkan|instance/i.test(reason)) {
    return (
      'No usable graphics adapter was found. Install the driver of the graphics card and the Vulkan loader ' +
      '(Debian, Ubuntu: libvulkan1). On an NVIDIA machine without a desktop, VK_DRIVER_FILES may have to name the ' +
      "driver's own file, nvidia_icd.json."
    );
  }
  if (device === 'webgpu' && /adapter|device/i.test(reason)) return 'Update the driver of the graphics card.';
  if (device === 'cuda') {
    const libraries = /onnxruntime_providers/.test(reason) ? `${CUDA_LIBRARIES} ` : '';
    return (
      `${libraries}CUDA needs an NVIDIA driver, CUDA 12 and cuDNN 9, where the system looks for libraries ` +
      '(LD_LIBRARY_PATH). WebGPU needs none of these.'
    );
  }
  if (device === 'dml') {
    return 'DirectML needs Windows 10 (1903) or newer, and a graphics card with DirectX 12 and its driver.';
  }
  return undefined;
}
