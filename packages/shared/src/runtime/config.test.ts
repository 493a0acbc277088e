import { expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from './config.ts'

const schema = z.object({ TOKEN: z.string().optional(), LIST: z.string().optional() })

test('no value has a line end at its end; what is inside, and spaces, are its own', () => {
  expect(readConfig(schema, { TOKEN: 's3cret\r\n', LIST: ' a:1\nb:2\n\n' })).toEqual({ TOKEN: 's3cret', LIST: ' a:1\nb:2' })
})

test('an empty variable means what an absent one means', () => {
  expect(readConfig(schema, { TOKEN: '', LIST: '\n' })).toEqual({})
})
