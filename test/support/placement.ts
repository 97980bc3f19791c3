/**
 * Which nodes of a graph run on which execution provider, from what ONNX Runtime writes at its most talkative
 * (`showPlacement`): lines "Node(s) placed on [X]. Number of nodes: n" and the nodes below them.
 * @returns operator types, one a node, by provider
 */
export function placement(log: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let provider = '';
  for (const line of log.split('\n')) {
    const heading = /placed on \[(\w+)\]/.exec(line)?.[1];
    const node = /VerifyEachNodeIsAssignedToAnEp\] {3}(\w+) \(/.exec(line)?.[1];
    if (heading) provider = heading;
    if (heading || node) found.set(provider, [...(found.get(provider) ?? []), ...(node ? [node] : [])]);
  }
  return found;
}

/** `4 Gemm, 2 Softmax` */
export function counted(nodes: readonly string[]): string {
  return [...new Set(nodes)].map((type) => `${nodes.filter((node) => node === type).length} ${type}`).join(', ');
}
