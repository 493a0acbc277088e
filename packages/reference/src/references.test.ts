import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { chainTopics } from '@hansard/shared/topics'
import { asyncApi } from './asyncapi.ts'
import { openApi } from './openapi.ts'
import { references } from './references.ts'
import { topicNotes } from './topics.ts'

test.each(references().map(({ file, text }) => [file.pathname.split('/').at(-1), file, text] as const))(
  '%s is current: `npm run generate` writes it',
  (_, file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)

test('every topic of the chain is in the reference', () => {
  expect(topicNotes.map(({ topic }) => topic.name).toSorted()).toEqual(chainTopics.map(({ name }) => name).toSorted())
})

test('the description of the topics is valid AsyncAPI 3.0', () => {
  const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const valid = ajv.validate(schema, asyncApi())
  expect(ajv.errors ?? []).toEqual([])
  expect(valid).toBe(true)
})

test('the description of the routes is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(JSON.parse(JSON.stringify(openApi())))
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})
