/** Spaces of V8's heap in which an object lives until a full collection: what grows there without end is a leak. */
const lasting =
  /^nodejs_heap_space_size_used_bytes\{space="(?:old|code|large_object|code_large_object|trusted|trusted_large_object)"\} (\d+)/gm

/** Bytes in the lasting spaces of a process's heap, by its `/metrics`. Throws where those do not tell. */
export const lastingHeapOf = async (operatorAddress: string): Promise<number> =>
  readHeap(await (await fetch(`${operatorAddress}/metrics`)).text())

/** Reads the text of a `/metrics`. */
export const readHeap = (text: string): number => {
  const spaces = [...text.matchAll(lasting)].map(([, bytes]) => Number(bytes))
  if (spaces.length === 0) throw new Error('/metrics has no nodejs_heap_space_size_used_bytes')
  return spaces.reduce((sum, bytes) => sum + bytes, 0)
}
