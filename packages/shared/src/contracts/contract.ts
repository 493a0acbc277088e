import avsc, { type Type } from 'avsc'

/** How values of a topic are written down. Raw webhooks are bytes; everything else is Avro through the registry. */
export type Contract<T = unknown> = AvroContract<T> | BytesContract

export interface AvroContract<T = unknown> {
  readonly kind: 'avro'
  /** The record's name: file and type are called the same. */
  readonly name: string
  /** The Avro schema as registered: the file's JSON. */
  readonly schema: string
  readonly type: Type
  /** Carries `T`; never set. */
  readonly _value?: T
}

export interface BytesContract {
  readonly kind: 'bytes'
}

/** Values are the exact bytes that arrived. */
export const bytes: BytesContract = { kind: 'bytes' }

/** A contract from its schema's JSON. `T` must be the type generated from the same file. Throws when the schema is not valid Avro. */
export const avro = <T>(schema: string): AvroContract<T> => {
  const parsed = JSON.parse(schema) as { readonly name: string; readonly namespace?: string }
  // A registry of its own per contract: two contracts may name a nested record alike.
  return { kind: 'avro', name: parsed.name, schema, type: avsc.Type.forSchema(parsed as never, { registry: {} }) }
}
