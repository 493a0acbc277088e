import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { avro } from '../contracts/contract.ts'
import { uuidV7 } from '../ids.ts'
import { createRegistry } from '../registry/registry.ts'
import type { Topic } from '../stage/stage.ts'
import { chainTopics } from '../topics.ts'

const url = process.env['SCHEMA_REGISTRY_URL'] ?? ''

/** What a name that may only read may ask: whatever is got, and a schema's id, for which Confluent's API has a POST. */
const reads = /^(?:GET \/|POST \/subjects\/[^/]+$)/

/** A gateway before the registry, as the apps' name meets it: what does not read is forbidden. `asked` is all that came. */
const startReadOnly = async () => {
  const asked: string[] = []
  const server = createServer((incoming, response) => {
    const { method = '', headers } = incoming
    const path = incoming.url ?? ''
    asked.push(`${method} ${path}`)
    if (!reads.test(`${method} ${path}`))
      return void response.writeHead(403, { 'content-type': 'application/json' }).end('{"error_code":40301}')
    const { host: _, ...others } = headers
    const onward = request(`${url.replace(/\/$/, '')}${path}`, { method, headers: others }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, registry: createRegistry(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) }
}

const thing = (name: string, ...more: readonly object[]): Topic<{ readonly name: string }> => {
  const fields = [{ name: 'name', type: 'string' }, ...more]
  return { name, contract: avro(JSON.stringify({ type: 'record', name: 'Thing', namespace: 'test', fields })) }
}

test('an app starts with the right to look schemas up, and asks for nothing else', async () => {
  const { asked, registry } = await startReadOnly()
  await registry.codec(chainTopics)
  const subjects = chainTopics.filter(({ contract }) => contract.kind === 'avro').map(({ name }) => `POST /subjects/${name}-value`)
  expect(new Set(asked.map((each) => each.replace(/\?.*/, '')))).toEqual(new Set(subjects))
})

test('what another version wrote is looked up with the same right', async () => {
  const name = `things-${uuidV7()}`
  const [older, newer] = [thing(name), thing(name, { name: 'size', type: ['null', 'int'], default: null })]
  const provisioning = createRegistry(url)
  await provisioning.register([older])
  await provisioning.register([newer])
  const written = (await provisioning.codec([newer])).encode(newer.contract, name, { name: 'a', size: 4 } as { name: string })
  const { asked, registry } = await startReadOnly()
  expect(await (await registry.codec([older])).decode(older.contract, written)).toEqual({ name: 'a' })
  expect(asked.filter((each) => !reads.test(each))).toEqual([])
  expect(asked).toContainEqual(expect.stringMatching(/^GET \/schemas\/ids\/\d+/))
})

test('an app’s name cannot register a schema', async () => {
  const { asked, registry } = await startReadOnly()
  const things = thing(`things-${uuidV7()}`)
  await expect(registry.register([things])).rejects.toThrow()
  expect(asked).toContainEqual(expect.stringMatching(/^POST \/subjects\/[^/]+\/versions/))
  await expect(createRegistry(url).codec([things])).rejects.toThrow()
})
