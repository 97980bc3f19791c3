import type { GraphOptions } from '../checkpoint/onnx/graph.js';
import type { Device } from '../protocol/engine.js';

/**
 * What a device needs of a graph. With ONNX Runtime 1.30, fused attention on WebGPU is wrong from 32 tokens on: seen on
 * SwiftShader, and told of NVIDIA (onnxruntime#28520).
 */
export function graphOptions(device: Device): GraphOptions {
  return { plainAttention: device === 'webgpu' };
}
