import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '@hansard/shared/runtime/config'
import { recorderConfig } from './config.ts'

const needed = { KAFKA_BROKERS: 'k:9092', SCHEMA_REGISTRY_URL: 'http://r', DATABASE_URL: 'postgres://d' }

describe('the recorder’s settings', () => {
  test('tell nobody of anything unless a receiver is set', () => {
    expect(readConfig(recorderConfig, needed)).toMatchObject({ ALERT_WINDOW_MINUTES: 60, OVERDUE_SECONDS: 60 })
    expect(readConfig(recorderConfig, needed).ALERT_WEBHOOK_URL).toBeUndefined()
    expect(readConfig(recorderConfig, needed).ALERT_WEBHOOK_SECRET).toBeUndefined()
  })

  test('take a secret of Standard Webhooks as the key that it is', () => {
    const { ALERT_WEBHOOK_SECRET: key } = readConfig(recorderConfig, {
      ...needed,
      ALERT_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    })
    expect(key).toHaveLength(24)
  })

  test('refuse another secret without repeating it, and an address that is none', () => {
    const read = () => readConfig(recorderConfig, { ...needed, ALERT_WEBHOOK_SECRET: 'canary', ALERT_WEBHOOK_URL: 'ftp://canary' })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow('ALERT_WEBHOOK_SECRET: is not whsec_')
    expect(read).toThrow('ALERT_WEBHOOK_URL')
    expect(read).not.toThrow('canary')
  })
})
