import { existsSync, readdirSync, readFileSync } from 'node:fs'
import avsc, { type Type } from 'avsc'
import { expect, test } from 'vitest'
import type { AvroContract } from './contract.ts'
import * as generated from './contracts.generated.ts'
import { generate, generatedFile } from './generate.ts'

const folder = new URL('../../contracts/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8')
const contracts = Object.values(generated) as AvroContract[]
const fileOf = ({ name }: AvroContract) => name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase()

test('the generated types are current', () => {
  expect(readFileSync(generatedFile, 'utf8')).toBe(generate())
})

test('every contract has an example', () => {
  const named = (ending: string, path: string) =>
    readdirSync(new URL(path, folder))
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .toSorted()
  expect(named('.json', 'examples/')).toEqual(named('.avsc', '.'))
  expect(contracts.map(fileOf).toSorted()).toEqual(named('.avsc', '.'))
})

test.each(contracts.map((contract) => [fileOf(contract), contract] as const))(
  '%s: the example is written and read back as it was',
  (file, contract) => {
    const example: unknown = JSON.parse(read(`examples/${file}.json`))
    expect(contract.type.fromBuffer(contract.type.toBuffer(example))).toEqual(example)
  },
)

/** The schema that the first version wrote with, where it was another. */
const firstSchema = (file: string, { type }: AvroContract): Type => {
  const first = new URL(`first/${file}.avsc`, folder)
  return existsSync(first) ? avsc.Type.forSchema(JSON.parse(readFileSync(first, 'utf8')), { registry: {} }) : type
}

test.each(contracts.map((contract) => [fileOf(contract), contract] as const))(
  '%s: bytes written by the first version are still understood',
  (file, contract) => {
    const bytes = Buffer.from(read(`examples/${file}.avro.hex`).replaceAll('\n', ''), 'hex')
    const first = firstSchema(file, contract)
    const now: unknown = contract.type.fromBuffer(bytes, contract.type.createResolver(first))
    expect(now).toMatchObject(first.fromBuffer(bytes) as object)
    expect(contract.type.isValid(now)).toBe(true)
  },
)

test.each(contracts.map((contract) => [fileOf(contract), contract] as const))('%s: every field says what it means', (_, contract) => {
  const undocumented: string[] = []
  const visit = (schema: unknown): void => {
    if (Array.isArray(schema)) for (const branch of schema) visit(branch)
    else if (typeof schema === 'object' && schema !== null) {
      const {
        fields = [],
        items,
        values,
        type,
        name,
      } = schema as {
        fields?: { name: string; doc?: string; type: unknown }[]
        items?: unknown
        values?: unknown
        type?: unknown
        name?: string
      }
      for (const field of fields) {
        if (!field.doc) undocumented.push(`${name}.${field.name}`)
        visit(field.type)
      }
      for (const inner of [items, values, type]) visit(inner)
    }
  }
  visit(JSON.parse(contract.schema))
  expect(undocumented).toEqual([])
})
