import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import confluent from '@kafkajs/confluent-schema-registry'
import type { Type } from 'avsc'
import type { AvroContract } from '../contracts/contract.ts'
import { messageOf, PermanentError, UnavailableError } from '../errors.ts'
import type { Topic } from '../stage/stage.ts'
import { createCodec, type Codec } from './codec.ts'

/** The schema registry: any that speaks Confluent's API. Subjects are `<topic>-value`. */
export interface Registry {
  /** Registers the topics' contracts under FULL_TRANSITIVE compatibility; idempotent. Throws PermanentError when one is incompatible with an earlier version. */
  register(topics: readonly Topic[]): Promise<void>
  /** Looks up the ids of the topics' contracts once; afterwards the registry is asked only about schemas that others registered. */
  codec(topics: readonly Topic[]): Promise<Codec>
}

export interface RegistryAccess {
  /** Base of the Confluent API. */
  readonly url: string
  readonly auth?: { readonly username: string; readonly password: string }
  /** PEM, instead of the public authorities. */
  readonly ca?: string
}

/** The client has no timeout of its own (milliseconds). */
const patience = 5_000

export const subjectOf = (topic: Topic): string => `${topic.name}-value`

/** Nothing is called before the first method is; what takes longer than `timeoutMs` counts as away. */
export const createRegistry = (access: string | RegistryAccess, timeoutMs: number = patience): Registry => {
  const { url, auth, ca }: RegistryAccess = typeof access === 'string' ? { url: access } : access
  const connection = { keepAlive: true, timeout: timeoutMs }
  const agent = url.startsWith('https:') ? new HttpsAgent(ca === undefined ? connection : { ...connection, ca }) : new HttpAgent(connection)
  const client = new confluent.SchemaRegistry({
    host: url.replace(/\/$/, ''),
    agent,
    retry: { retries: 1, initialRetryTimeInSecs: 0.1 },
    ...(auth === undefined ? {} : { auth }),
  })
  const within = <T>(call: Promise<T>, about: string) => ask(call, about, timeoutMs)
  const avroTopics = (topics: readonly Topic[]) =>
    topics.flatMap((topic) => (topic.contract.kind === 'avro' ? [{ topic, contract: topic.contract }] : []))

  return {
    async register(topics) {
      for (const { topic, contract } of avroTopics(topics)) {
        const options = { subject: subjectOf(topic), compatibility: confluent.COMPATIBILITY.FULL_TRANSITIVE }
        await within(client.register({ type: confluent.SchemaType.AVRO, schema: contract.schema }, options), subjectOf(topic))
      }
    },
    async codec(topics) {
      const idOf = async ({ topic, contract }: { readonly topic: Topic; readonly contract: AvroContract }) => {
        const schema = { type: confluent.SchemaType.AVRO, schema: contract.schema } as const
        const id = await within(client.getRegistryIdBySchema(subjectOf(topic), schema), subjectOf(topic))
        return [topic.name, { id, contract }] as const
      }
      const known = new Map(await Promise.all(avroTopics(topics).map(idOf)))
      return createCodec(known, async (id) => (await within(client.getSchema(id), `schema ${id}`)) as unknown as Type)
    },
  }
}

/**
 * The client reports an unreachable registry as a ResponseError of status 400, just as it reports a refusal. A refusal
 * carries the registry's own error code; what carries none never reached it.
 */
const ask = async <T>(call: Promise<T>, about: string, timeoutMs: number): Promise<T> => {
  const timeout = Promise.withResolvers<never>()
  const timer = setTimeout(() => timeout.reject(new UnavailableError('registry', `no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([call, timeout.promise])
  } catch (error) {
    if (error instanceof UnavailableError) throw error
    const { status } = error as { readonly status?: number }
    if (status === 404 || status === 409 || status === 422) throw new PermanentError(`${about}: ${messageOf(error)}`, { cause: error })
    throw new UnavailableError('registry', `${about}: ${messageOf(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
