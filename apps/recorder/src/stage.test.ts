import { describe, expect, test } from 'vitest'
import { PermanentError, UnavailableError } from '@hansard/shared/errors'
import type { Queryable } from '@hansard/shared/postgres/postgres'
import type { Context } from '@hansard/shared/stage/stage'
import { createRecorderStage } from './stage.ts'
import { deliveryOf } from './test-entries.ts'

const context: Context = {
  origin: 'webhooks.journal.v1/0/1',
  webhookEventId: undefined,
  attempt: 1,
  deferrals: 0,
  receivedAt: 0,
  traceparent: undefined,
  headers: {},
  signal: new AbortController().signal,
}

/** A database that answers with `run` and remembers the statements. */
const databaseOf = (run: (text: string, values: readonly unknown[]) => void) => {
  const statements: string[] = []
  const postgres: Queryable = {
    async query(text, values = []) {
      statements.push(text)
      run(text, values)
      return []
    },
  }
  return { postgres, statements }
}

const steps = (count: number) =>
  Array.from({ length: count }, (_, index) => deliveryOf().entry('deduper', 'processing', { reason: `entry ${index}` }))

describe('the recorder', () => {
  test('records entries that are in hand together in one statement, and emits and journals nothing', async () => {
    const { postgres, statements } = databaseOf(() => undefined)
    const stage = createRecorderStage({ postgres, deadlines: new Map(), retryDelays: [], concurrency: 100 })
    const decisions = await Promise.all(steps(50).map(async (event) => stage.handle(event, context)))
    expect(decisions).toEqual(Array.from({ length: 50 }, () => ({ kind: 'drop' })))
    expect(statements).toHaveLength(1)
  })

  test('has security events recorded apart from journal entries', async () => {
    const { postgres, statements } = databaseOf(() => undefined)
    const stage = createRecorderStage({ postgres, deadlines: new Map(), retryDelays: [], concurrency: 100 })
    const refusal = {
      eventId: 'e',
      type: 't',
      platform: 'zoom',
      integrationId: null,
      remoteAddress: '',
      detail: '',
      headers: {},
      count: 1,
      at: 0,
    }
    await Promise.all([...steps(2), refusal].map(async (event) => stage.handle(event, context)))
    expect(statements).toHaveLength(2)
    expect(statements.filter((text) => text.includes('core.security_events'))).toHaveLength(1)
  })

  test('passes on that PostgreSQL is away, so that the engine waits, without trying each entry', async () => {
    const { postgres, statements } = databaseOf(() => {
      throw new UnavailableError('postgres', 'connection refused')
    })
    const stage = createRecorderStage({ postgres, deadlines: new Map(), retryDelays: [], concurrency: 100 })
    const results = await Promise.allSettled(steps(3).map(async (event) => stage.handle(event, context)))
    expect(results.map((result) => result.status === 'rejected' && result.reason instanceof UnavailableError)).toEqual([true, true, true])
    expect(statements).toHaveLength(1)
  })

  test('lets one faulty entry fail alone', async () => {
    const { postgres } = databaseOf((_, [rows]) => {
      if (String(rows).includes('entry 1')) throw new PermanentError('cannot be stored')
    })
    const stage = createRecorderStage({ postgres, deadlines: new Map(), retryDelays: [], concurrency: 100 })
    const results = await Promise.allSettled(steps(3).map(async (event) => stage.handle(event, context)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})
