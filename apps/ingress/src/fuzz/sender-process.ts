import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { honestDeliveries } from './honest.ts'
import { createRandom } from './random.ts'
import { fuzzRequest, type FuzzRequest } from './requests.ts'

/** So many spoilt requests by this seed, to a port of this machine. */
export interface FuzzOrder {
  readonly port: number
  readonly seed: number
  readonly count: number
}

/** Answers by status, `none` for a connection that was closed without one; the requests that were answered by another than `documented`. */
export interface FuzzResult {
  readonly codes: Readonly<Record<string, number>>
  readonly undocumented: readonly string[]
}

/** Like a platform that has much to send: so many connections at a time. */
const connections = 8

/** What docs/api/openapi.json says that a sender may be answered. `none`: the sender hung up, or asked for a tunnel. */
const documented = (): ReadonlySet<string> => {
  const text = readFileSync(new URL('../../../../docs/api/openapi.json', import.meta.url), 'utf8')
  const { paths } = JSON.parse(text) as { readonly paths: Readonly<Record<string, { readonly post?: { readonly responses: object } }>> }
  return new Set(['none', ...Object.values(paths).flatMap(({ post }) => Object.keys(post?.responses ?? {}))])
}
const answers = documented()

const send = (port: number, { bytes, hangsUp }: FuzzRequest): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () =>
      resolve([...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, code]) => code).find((code) => code !== '100') ?? 'none'),
    )
    socket.write(bytes)
    // What is not whole would be waited for, ten seconds long.
    if (hangsUp) socket.end()
    else setTimeout(() => socket.end(), 1_500).unref()
  })

process.on('message', ({ port, seed, count }: FuzzOrder) => {
  const random = createRandom(seed)
  const codes: Record<string, number> = {}
  const undocumented: string[] = []
  let left = count
  const sender = async () => {
    while (left > 0) {
      left -= 1
      const request = fuzzRequest(random, random.of(honestDeliveries))
      const code = await send(port, request)
      codes[code] = (codes[code] ?? 0) + 1
      if (!answers.has(code)) undocumented.push(`${code}: ${request.bytes.subarray(0, 300).toString('latin1')}`)
    }
  }
  void Promise.all(Array.from({ length: connections }, sender)).then(() => process.send?.({ codes, undocumented } satisfies FuzzResult))
})
process.on('disconnect', () => process.exit())
