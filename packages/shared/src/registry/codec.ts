import type { Resolver, Type } from 'avsc'
import type { AvroContract, Contract } from '../contracts/contract.ts'
import { messageOf, PermanentError } from '../errors.ts'

/** Values to bytes and back, in Confluent's wire format: 0, the schema's id (4 bytes, big-endian), Avro. */
export interface Codec {
  /** Throws a PermanentError naming the faulty field when the value does not fit the contract: it never will. */
  encode<T>(contract: Contract<T>, topic: string, value: T): Buffer
  /** Throws PermanentError for bytes that can never be read, UnavailableError when an unknown schema cannot be looked up. */
  decode<T>(contract: Contract<T>, value: Buffer | null): Promise<T>
}

const magic = 0
const headerBytes = 5
/** Most values fit in here: they are written once and copied, where avsc's own `toBuffer` writes those of more than a kilobyte twice. */
const room = Buffer.allocUnsafeSlow(64 * 1024)
/** How long an id that the registry does not know is not asked about again. */
const unknownForMs = 30_000

/** `known`: topic → its contract's id. `lookUp` finds the schema another version wrote with. */
export const createCodec = (
  known: ReadonlyMap<string, { readonly id: number; readonly contract: AvroContract }>,
  lookUp: (id: number) => Promise<Type>,
  now: () => number = Date.now,
): Codec => {
  const writers = new Map<number, Type>([...known.values()].map(({ id, contract }) => [id, contract.type]))
  const unknown = new Map<number, number>()
  const resolvers = new Map<string, Resolver>()

  const writerOf = async (id: number): Promise<Type> => {
    const writer = writers.get(id)
    if (writer !== undefined) return writer
    if ((unknown.get(id) ?? 0) > now()) throw new PermanentError(`the registry knows no schema ${id}`)
    try {
      const found = await lookUp(id)
      writers.set(id, found)
      return found
    } catch (error) {
      if (error instanceof PermanentError) unknown.set(id, now() + unknownForMs)
      throw error
    }
  }

  const resolverOf = (contract: AvroContract, id: number, writer: Type): Resolver | undefined => {
    if (writer === contract.type) return undefined
    const name = `${contract.name}/${id}`
    const resolver = resolvers.get(name) ?? contract.type.createResolver(writer)
    resolvers.set(name, resolver)
    return resolver
  }

  return {
    encode(contract, topic, value) {
      if (contract.kind === 'bytes') return value as Buffer
      const entry = known.get(topic)
      if (entry === undefined) throw new Error(`${topic} is not among the topics this process resolved at the registry`)
      return encoded(contract, entry.id, value)
    },
    async decode<T>(contract: Contract<T>, value: Buffer | null): Promise<T> {
      if (value === null) throw new PermanentError('the record has no value')
      if (contract.kind === 'bytes') return value as T
      if (value.length < headerBytes || value[0] !== magic)
        throw new PermanentError(
          `not in the registry's wire format: ${value.length} bytes beginning with ${value.subarray(0, 1).toString('hex') || 'nothing'}`,
        )
      const id = value.readInt32BE(1)
      const writer = await writerOf(id)
      try {
        const body = value.subarray(headerBytes)
        return contract.type.fromBuffer(body, resolverOf(contract, id, writer)) as T
      } catch (error) {
        throw new PermanentError(`does not hold a ${contract.name} (schema ${id}): ${messageOf(error)}`, { cause: error })
      }
    },
  }
}

const encoded = (contract: AvroContract, id: number, value: unknown): Buffer => {
  const end = written(contract, value, room)
  // Below zero: so many bytes are missing.
  const bytes = end < 0 ? Buffer.allocUnsafeSlow(room.length - end) : Buffer.from(room.subarray(0, end))
  if (end < 0) written(contract, value, bytes)
  bytes[0] = magic
  bytes.writeInt32BE(id, 1)
  return bytes
}

const written = ({ type, name }: AvroContract, value: unknown, into: Buffer): number => {
  try {
    return type.encode(value, into, headerBytes)
  } catch {
    // Avsc's own message shows the value, which may be what somebody said, and not where it stands.
    const faulty: string[] = []
    type.isValid(value, { errorHook: (path: readonly string[]) => void faulty.push(path.join('.') || 'all of it') })
    throw new PermanentError(`the value does not fit ${name}: ${faulty.join(', ')}`)
  }
}
