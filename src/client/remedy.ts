import type { Device } from '../protocol/engine.js';

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
    return (
      'CUDA needs an NVIDIA driver, CUDA and cuDNN of the versions that this ONNX Runtime asks for, and its library ' +
      'onnxruntime_providers_cuda beside onnxruntime_binding.node; Cloze does not bring it. WebGPU needs none of these.'
    );
  }
  return undefined;
}
