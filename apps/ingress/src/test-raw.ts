import { connect } from 'node:net'
import type { TestIngress } from './test-ingress.ts'

/** What a client that speaks raw TCP got, and when the connection was over. */
export interface RawAnswer {
  readonly text: string
  /** Status codes of the answers, in order; without 100 Continue. */
  readonly codes: readonly number[]
  readonly seconds: number
}

/** Sends the parts one after another, `pauseMs` apart, and resolves once the other side has closed, or `enough` says that it saw what it wants. */
export const speakRaw = async (
  { address }: Pick<TestIngress, 'address'>,
  parts: readonly (string | Buffer)[],
  { pauseMs = 0, enough = () => false }: { readonly pauseMs?: number; readonly enough?: (codes: readonly number[]) => boolean } = {},
): Promise<RawAnswer> => {
  const since = performance.now()
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  const { promise: over, resolve } = Promise.withResolvers<void>()
  let text = ''
  socket.on('close', () => resolve()).on('error', () => undefined)
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    if (enough(codesIn(text))) socket.destroy()
  })
  let next = 0
  const sendNext = (): void => {
    const part = parts[next]
    if (part === undefined || socket.destroyed) return
    next += 1
    socket.write(part)
    if (pauseMs === 0) sendNext()
    else timer = setTimeout(sendNext, pauseMs)
  }
  let timer: NodeJS.Timeout | undefined
  sendNext()
  await over
  clearTimeout(timer)
  return { text, codes: codesIn(text), seconds: (performance.now() - since) / 1_000 }
}

const codesIn = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, code]) => Number(code)).filter((code) => code !== 100)
