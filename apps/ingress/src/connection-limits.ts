import type { Server } from 'node:http'

export interface ConnectionLimits {
  readonly total: number
  /** From one address, unless that is a proxy's: a single stranger cannot take them all. */
  readonly perAddress: number
  isProxy(address: string): boolean
  onRefused(reason: 'total' | 'per_address'): void
}

/** Closes connections beyond the limits as soon as they are made, before a byte of them is read. */
export const limitConnections = (server: Server, { total, perAddress, isProxy, onRefused }: ConnectionLimits): void => {
  const open = new Map<string, number>()
  server.maxConnections = total
  server.on('drop', () => onRefused('total'))
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? ''
    if (isProxy(address)) return
    const count = (open.get(address) ?? 0) + 1
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
    if (count <= perAddress) return
    onRefused('per_address')
    socket.destroy()
  })
}
