import { expect, test } from 'vitest'
import { z } from 'zod'
import { kafkaAccess, registryAccess } from './access.ts'
import { ConfigError, kafkaConfig, readConfig } from './config.ts'

const read = (env: NodeJS.ProcessEnv) =>
  readConfig(z.object(kafkaConfig), { KAFKA_BROKERS: 'a:9092,b:9092', SCHEMA_REGISTRY_URL: 'https://registry.example', ...env })
const named = { KAFKA_SASL_USERNAME: 'hansard-merger', KAFKA_SASL_PASSWORD: 'canary' }

test('without further settings nothing is encrypted and nobody is named', () => {
  expect(kafkaAccess(read({}))).toEqual({ brokers: ['a:9092', 'b:9092'] })
  expect(registryAccess(read({}))).toEqual({ url: 'https://registry.example' })
})

test('TLS, with the public authorities or one of our own', () => {
  expect(kafkaAccess(read({ KAFKA_SECURITY_PROTOCOL: 'SSL' }))).toMatchObject({ tls: {} })
  const own = kafkaAccess(read({ KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_CA_FILE: import.meta.filename }))
  expect(own.tls?.ca).toContain('with the public authorities or one of our own')
})

test('a name and a password', () => {
  const sasl = (env: NodeJS.ProcessEnv) => kafkaAccess(read({ KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', ...named, ...env })).sasl
  expect(sasl({})).toEqual({ mechanism: 'scram-sha-512', username: 'hansard-merger', password: 'canary' })
  expect(sasl({ KAFKA_SASL_MECHANISM: 'PLAIN' })).toMatchObject({ mechanism: 'plain' })
  const registry = read({ SCHEMA_REGISTRY_USERNAME: 'hansard', SCHEMA_REGISTRY_PASSWORD: 'canary' })
  expect(registryAccess(registry)).toMatchObject({ auth: { username: 'hansard', password: 'canary' } })
})

test.each([
  ['a name without SASL', named],
  ['SASL without a name', { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' }],
  ['SASL without a password', { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_USERNAME: 'hansard-merger' }],
  ['a password in the clear', { ...named, KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT', KAFKA_SASL_MECHANISM: 'PLAIN' }],
  ['an authority without TLS', { KAFKA_CA_FILE: import.meta.filename }],
])('refuses %s, without repeating the password', (_, env) => {
  expect(() => kafkaAccess(read(env))).toThrow(ConfigError)
  expect(() => kafkaAccess(read(env))).not.toThrow('canary')
})

test('refuses a name for the registry without a password, and a file that is not there', () => {
  expect(() => registryAccess(read({ SCHEMA_REGISTRY_USERNAME: 'hansard' }))).toThrow(ConfigError)
  expect(() => read({ KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_CA_FILE: '/nowhere/ca.pem' })).toThrow(
    'the file /nowhere/ca.pem cannot be read',
  )
})
