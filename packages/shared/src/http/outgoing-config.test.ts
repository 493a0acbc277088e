import { expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../runtime/config.ts'
import { outgoingConfig, requireHttps } from './outgoing-config.ts'

const schema = z.object({ ...outgoingConfig, ALERTS: z.url().optional() }).superRefine(requireHttps(['ALERTS']))

test('nothing is excepted unless it is said', () => {
  expect(readConfig(schema, {})).toEqual({ OUTGOING_PLAIN_HTTP_HOSTS: [], OUTGOING_PRIVATE_HOSTS: [] })
})

test('what is no address is told by the name of its setting', () => {
  expect(() => readConfig(schema, { ALERTS: 'no address' })).toThrow('ALERTS: Invalid URL')
})

test('an address must use https, or its host be excepted', () => {
  expect(() => readConfig(schema, { ALERTS: 'http://alerts.example:9000/' })).toThrow('ALERTS: must use https')
  expect(readConfig(schema, { ALERTS: 'https://alerts.example/' })).toMatchObject({ ALERTS: 'https://alerts.example/' })
  const excepted = { ALERTS: 'http://alerts.example:9000/', OUTGOING_PLAIN_HTTP_HOSTS: 'alerts.example:9000' }
  expect(readConfig(schema, excepted)).toMatchObject({ ALERTS: 'http://alerts.example:9000/' })
  expect(() => readConfig(schema, { ...excepted, OUTGOING_PLAIN_HTTP_HOSTS: 'alerts.example' })).toThrow('must use https')
})
