import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { FirefliesTranscript } from './fireflies/fireflies-transcript.ts'
import { Conversation } from './otter/conversation.ts'

const sample = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { data: Record<string, unknown> }
const conversation = sample('./otter/fixtures/conversation_completed.json').data
const transcript = sample('./fireflies/fixtures/graphql.transcript.json').data['transcript'] as Record<string, unknown>

// zod writes a function for a schema that is compiled, and keeps the schema's own reading for what fails in it and for asynchronous parsing.
describe.each([
  ['Conversation', Conversation, conversation],
  ['FirefliesTranscript', FirefliesTranscript, transcript],
] as const)('%s', (_, schema: z.ZodType, honest) => {
  test('can be compiled: z.compile hands back what it cannot compile, and says nothing', () => {
    expect(() => z.compile(schema, { strict: true })).not.toThrow()
  })

  test('reads whatever is in any field as it does without having been compiled', async () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, [], {}, '', ' x ', 0, -1, '2026-09-14T15:00:00Z', [null], [{}]))
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(honest)),
      fc.option(fc.string()),
      odd,
      async (field, within, value) => {
        const own = honest[field]
        const spoilt = within === null || typeof own !== 'object' ? value : { ...own, [within]: value }
        const given = { ...honest, [field]: spoilt }
        const [compiled, plain] = [schema.safeParse(given), await schema.safeParseAsync(given)]
        expect(compiled.success).toBe(plain.success)
        expect(compiled.data).toEqual(plain.data)
        expect(compiled.error?.issues).toEqual(plain.error?.issues)
      },
    )
    await fc.assert(property, { numRuns: 1_000 })
  })
})
