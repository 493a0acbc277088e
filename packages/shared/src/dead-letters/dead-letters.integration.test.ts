import { afterEach, beforeEach, expect, test } from 'vitest'
import { PermanentError } from '../errors.ts'
import { deadLetterTopicName } from '../topics.ts'
import { claimLetters, standingsOf } from './decisions.ts'
import { groupLetters } from './groups.ts'
import type { DeadLetter } from './letter.ts'
import { park } from './park.ts'
import { readLetters, recordsOf } from './read-letters.ts'
import { redrive, type RedriveOrder } from './redrive.ts'
import { redrivenRecord, redriveTopicOf } from './redriven-record.ts'
import { isRedrivable } from './selection.ts'
import { createTestClinic } from './test-clinic.ts'
import { createTrial } from './trial/trial.ts'
import { createRefusingHttp } from './trial/refusing-http.ts'
import { lookedUpClaims } from './trial/looked-up-claims.ts'
import { undone } from './trial/undone.ts'
import type { Verdict } from './trial/verdict.ts'

let clinic: Awaited<ReturnType<typeof createTestClinic>>

beforeEach(async () => {
  clinic = await createTestClinic(process.env)
})
afterEach(() => clinic.close())

const decider = { by: 'jo', reason: 'the cause is gone' }

const letters = () => readLetters(clinic.kafka, [clinic.name])

const standings = async () => {
  const standingOf = await standingsOf(clinic.postgres, [clinic.name])
  return (await letters()).map((letter) => ({ letter, standing: standingOf(letter) }))
}

const states = async () => (await standings()).map(({ letter, standing }) => `${letter.redriven} ${standing.state}`).toSorted()

const giveBack = (given: readonly DeadLetter[], order: Partial<RedriveOrder> = {}) =>
  redrive(
    { ...clinic, now: Date.now, sleep: async () => undefined },
    { stage: clinic.name, letters: given, parkedToo: false, perSecond: 1_000, onProgress: () => undefined, ...decider, ...order },
  )

const until = async (condition: () => Promise<void>) => {
  await expect.poll(() => condition().then(() => true), { timeout: 60_000, interval: 100 }).toBe(true)
}

const deadLetters = async (count: number) => {
  await until(async () => expect(await letters()).toHaveLength(count))
  return letters()
}

const outputs = async () => (await clinic.read(clinic.output.name)).map(({ value }) => String(value)).toSorted()

const broken = (text: string) => {
  throw new PermanentError(`${text} is not acceptable`)
}

/** Dead letters of these texts, their claims taken, and the stage at rest. */
const giveUp = async (...texts: readonly string[]) => {
  const ids = await clinic.send(...texts)
  const stop = await clinic.run(broken)
  const given = await deadLetters(texts.length)
  await stop()
  return { ids, given }
}

const tried = async (act: Parameters<typeof clinic.stageThat>[0], given: readonly DeadLetter[]) => {
  const { outside } = createRefusingHttp()
  const claims = { ...clinic.claims, ...lookedUpClaims(undone(clinic.postgres)) }
  const attempt = createTrial(clinic.stageThat(act, claims), { codec: clinic.codec, outside, now: Date.now })
  const verdicts: Verdict[] = []
  await recordsOf(clinic.kafka, given, async (found) => {
    for (const { record } of found) verdicts.push(await attempt(record))
  })
  return verdicts
}

test('what was given up is found, tried, given back once by whoever comes first, and passes as itself', async () => {
  const { ids, given } = await giveUp('1', '2', '3')
  expect(groupLetters(await standings())).toMatchObject([
    { stage: clinic.name, errorClass: 'PermanentError', counts: { open: 3, redriven: 0, parked: 0 } },
  ])

  expect(await tried(broken, given)).toMatchObject([{ kind: 'fails' }, { kind: 'fails' }, { kind: 'fails' }])
  expect(await tried(clinic.emit, given)).toEqual(given.map(() => ({ kind: 'passes', status: 'processing' })))
  expect(await states()).toEqual(['0 open', '0 open', '0 open'])

  const atOnce = await Promise.allSettled([giveBack(given), giveBack(given), giveBack(given)])
  expect(atOnce.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0)).toBe(3)
  expect(await giveBack(given)).toBe(0)
  expect(await states()).toEqual(['0 redriven', '0 redriven', '0 redriven'])

  await clinic.run(clinic.emit)
  await until(async () => expect(await outputs()).toEqual(['1', '2', '3']))
  const entries = await clinic.journaled(ids)
  expect(new Set(entries.map(({ entryId }) => entryId)).size).toBe(9)
  for (const id of ids)
    expect(entries.filter(({ webhookEventId }) => webhookEventId === id)).toMatchObject([
      { status: 'failed', attempt: 1 },
      { status: 'redriven', reason: 'the cause is gone (jo)', details: { by: 'jo', redriven: '1' } },
      { status: 'processing', attempt: 1, details: { redriven: '1' } },
    ])
})

test('a second copy of a delivery stays a duplicate while the first is given back', async () => {
  const { given } = await giveUp('once')
  const [copy] = await clinic.send('once')
  await clinic.run(clinic.emit)
  await until(async () => expect(await clinic.journaled([copy!])).toMatchObject([{ status: 'duplicate' }]))
  await giveBack(given)
  await until(async () => expect(await outputs()).toEqual(['once']))
})

test('what fails again is parked, and is given back again only when that is asked for', async () => {
  const { ids, given } = await giveUp('hopeless')
  const stop = await clinic.run(broken)
  await giveBack(given)
  const twice = await deadLetters(2)
  await stop()
  expect(await states()).toEqual(['0 redriven', '1 parked'])
  const [again] = twice.filter(({ redriven }) => redriven === 1)
  expect(again).toMatchObject({ firstFailedAt: given[0]!.firstFailedAt, origin: given[0]!.origin, webhookEventId: ids[0], attempts: 1 })
  const [parked] = (await standings()).filter(({ letter }) => letter.id === again!.id)
  expect(isRedrivable(parked!.standing, false)).toBe(false)
  expect(isRedrivable(parked!.standing, true)).toBe(true)

  expect(await giveBack([again!], { parkedToo: true })).toBe(1)
  await clinic.run(clinic.emit)
  await until(async () => expect(await outputs()).toEqual(['hopeless']))
  const [record] = (await clinic.read(redriveTopicOf(clinic.name, clinic.retryDelays))).slice(-1)
  expect(record!.headers).toMatchObject({ redriven: '2', attempts: '0', origin: again!.origin })
  expect(record!.headers).not.toHaveProperty('parked')
})

test('has all its attempts again', async () => {
  const [id] = await clinic.send('late')
  const attempts: number[] = []
  await clinic.run((_, { attempt }) => {
    attempts.push(attempt)
    throw new Error('not today')
  })
  await giveBack(await deadLetters(1))
  await deadLetters(2)
  expect(attempts).toEqual([1, 2, 3, 1, 2, 3])
  const round = ['retrying', 'retrying', 'failed']
  expect((await clinic.journaled([id!])).map(({ status }) => status)).toEqual([...round, 'redriven', ...round])
})

test('a claim whose holder vanished before publishing is taken up again', async () => {
  const { given } = await giveUp('left behind')
  expect((await claimLetters(clinic.postgres, given, decider, false)).size).toBe(1)
  expect(await states()).toEqual(['0 redriving'])
  expect(await giveBack(given)).toBe(1)
  expect(await clinic.read(redriveTopicOf(clinic.name, clinic.retryDelays))).toHaveLength(1)
})

test('a claim whose holder vanished after publishing is known to be on its way', async () => {
  const { given } = await giveUp('on its way')
  await claimLetters(clinic.postgres, given, decider, false)
  const topic = redriveTopicOf(clinic.name, clinic.retryDelays)
  await recordsOf(clinic.kafka, given, (found) =>
    clinic.produce(found.map((one) => redrivenRecord(one, { topic, partitions: 2, now: Date.now() }))),
  )
  expect(await giveBack(given)).toBe(0)
  expect(await states()).toEqual(['0 redriven'])
  expect(await clinic.read(topic)).toHaveLength(1)
})

test('a redrive that wakes up after another one began gives nothing back; what it had claimed, the next one does', async () => {
  const { given } = await giveUp('asleep')
  const atomicProducer = async (id: string) => {
    const own = await clinic.kafka.atomicProducer(id)
    await (await clinic.kafka.atomicProducer(id)).close()
    return own
  }
  const late = { ...clinic, kafka: { ...clinic.kafka, atomicProducer }, now: Date.now, sleep: async () => undefined }
  const order = { stage: clinic.name, letters: given, parkedToo: false, perSecond: 10, onProgress: () => undefined, ...decider }
  await expect(redrive(late, order)).rejects.toBeInstanceOf(PermanentError)
  expect(await states()).toEqual(['0 redriving'])
  expect(await giveBack(given)).toBe(1)
  expect(await clinic.read(redriveTopicOf(clinic.name, clinic.retryDelays))).toHaveLength(1)
})

test('a dead letter that was written twice is one', async () => {
  const { given } = await giveUp('doubled')
  const [record] = await clinic.read(deadLetterTopicName(clinic.name))
  await clinic.produce([record!])
  expect(await letters()).toEqual(given)
  expect(await giveBack(await letters())).toBe(1)
})

test('what a person parks is left alone, whoever meant to give it back, and the journal tells why', async () => {
  const { ids, given } = await giveUp('parked')
  expect(await park({ ...clinic, now: Date.now }, given, { by: 'kim', reason: 'the meeting was deleted' })).toBe(1)
  expect(await states()).toEqual(['0 parked'])
  expect(await giveBack(given)).toBe(0)
  expect(await clinic.journaled(ids)).toMatchObject([
    { status: 'failed' },
    { status: 'parked', reason: 'the meeting was deleted (kim)', details: { by: 'kim' } },
  ])
  expect(await giveBack(given, { parkedToo: true })).toBe(1)
  expect(await park({ ...clinic, now: Date.now }, given, { by: 'kim', reason: 'too late' })).toBe(0)
})

test('keeps to the rate', async () => {
  const { given } = await giveUp(...Array.from({ length: 10 }, (_, index) => `number ${index}`))
  const clock = { now: 1_000 }
  const sentAt: number[] = []
  const deps = {
    ...clinic,
    now: () => clock.now,
    sleep: async (ms: number) => void (clock.now += ms),
  }
  const order = { stage: clinic.name, letters: given, parkedToo: false, perSecond: 2, ...decider }
  await redrive(deps, { ...order, onProgress: () => void sentAt.push(clock.now) })
  expect(sentAt).toEqual(Array.from({ length: 10 }, (_, index) => 1_000 + index * 500))
})

test('what is tried in PostgreSQL works and does not stay', async () => {
  const postgres = undone(clinic.postgres)
  const [row] = await postgres.query<{ readonly one: number }>('CREATE TABLE clinic_trial AS SELECT 1 AS one; ')
  expect(row).toBeUndefined()
  const count = await postgres.transaction(async (inside) => {
    await inside.query('CREATE TABLE clinic_trial (one integer)')
    await inside.query('INSERT INTO clinic_trial VALUES (1)')
    return (await inside.query('SELECT * FROM clinic_trial')).length
  })
  expect(count).toBe(1)
  await expect(postgres.query('SELECT * FROM clinic_trial')).rejects.toThrow('does not exist')
  await expect(postgres.transaction(() => Promise.reject(new TypeError('its own')))).rejects.toThrow(new TypeError('its own'))
})
