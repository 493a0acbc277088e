// Writes contracts.generated.ts from contracts/*.avsc: one interface per record, and the schema's text.
// `npm run generate` writes it; a test checks that it is current.
import { readdirSync, readFileSync } from 'node:fs'

const contracts = new URL('../../contracts/', import.meta.url)
export const generatedFile: URL = new URL('contracts.generated.ts', import.meta.url)

type Schema = string | readonly Schema[] | { readonly type: string; readonly [property: string]: unknown }
interface Field {
  readonly name: string
  readonly type: Schema
  readonly doc?: string
}

const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  null: 'null',
  bytes: 'Buffer',
}

/** The TypeScript for the named record and every record inside it, in order of need. */
const interfacesOf = (schema: { readonly name: string; readonly doc?: string; readonly fields: readonly Field[] }): string => {
  const inner: string[] = []
  const typeOf = (of: Schema): string => {
    if (typeof of === 'string') return primitives[of] ?? of
    if (Array.isArray(of)) return of.map(typeOf).join(' | ')
    const { type, items = 'null', values = 'null' } = of as { type: string; items?: Schema; values?: Schema }
    if (type === 'array') return `readonly ${parenthesised(typeOf(items))}[]`
    if (type === 'map') return `Readonly<Record<string, ${typeOf(values)}>>`
    if (type === 'record') {
      inner.push(interfacesOf(of as never))
      return (of as unknown as { name: string }).name
    }
    return typeOf(type)
  }
  const parenthesised = (text: string) => (text.includes('|') ? `(${text})` : text)
  const fields = schema.fields.map(({ name, type, doc }) => `${doc ? `  /** ${doc} */\n` : ''}  readonly ${name}: ${typeOf(type)}`)
  return [...inner, `${schema.doc ? `/** ${schema.doc} */\n` : ''}export interface ${schema.name} {\n${fields.join('\n')}\n}`].join('\n\n')
}

/** The whole text of contracts.generated.ts. */
export const generate = (): string => {
  const files = readdirSync(contracts)
    .filter((name) => name.endsWith('.avsc'))
    .toSorted()
  const parts = files.map((file) => {
    const schema = JSON.parse(readFileSync(new URL(file, contracts), 'utf8'))
    const constant = schema.name[0].toLowerCase() + schema.name.slice(1)
    return `${interfacesOf(schema)}\n\nexport const ${constant}Contract: AvroContract<${schema.name}> = avro(\n  ${JSON.stringify(JSON.stringify(schema))},\n)`
  })
  return `// Generated from contracts/*.avsc by \`npm run generate\`: change those.\nimport { avro, type AvroContract } from './contract.ts'\n\n${parts.join('\n\n')}\n`
}
