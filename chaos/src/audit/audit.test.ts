import { describe, expect, test } from 'vitest'
import { audit } from './audit.ts'
import { originOf, type Facts } from './facts.ts'
import { goodFacts } from './test-facts.ts'

type Name = Exclude<keyof Facts, 'bodies'>

const without = (facts: Facts, name: Name, index: number): Facts => ({
  ...facts,
  [name]: (facts[name] as readonly unknown[]).toSpliced(index, 1),
})

/** The record again, at a place of its own. */
const again = (facts: Facts, name: Name, index: number): Facts => ({
  ...facts,
  [name]: [...facts[name], { ...facts[name][index], partition: 7, offset: 9_999n }],
})

const changed = <N extends Name>(facts: Facts, name: N, index: number, change: (item: Facts[N][number]) => Facts[N][number]): Facts => ({
  ...facts,
  [name]: (facts[name] as readonly Facts[N][number][]).map((item, at) => (at === index ? change(item) : item)),
})

const each = (name: Name) => goodFacts()[name].map((_, index) => index)
const kindsOf = (facts: Facts) => new Set(audit(facts).map(({ kind }) => kind))

test('a run in which everything is as promised has no findings', () => {
  expect(audit(goodFacts())).toEqual([])
})

describe('a record that is dropped is found, whichever it is', () => {
  const names = ['raw', 'verified', 'unique', 'journal', 'fetched', 'merged', 'deadLetters', 'rows'] as const
  test.each(names)('%s', (name) => {
    for (const index of each(name)) expect(kindsOf(without(goodFacts(), name, index)), `${name} ${index}`).toContain('lost')
  })
})

describe('a record that is there twice is found', () => {
  test.each(['unique', 'fetched', 'merged', 'deadLetters'] as const)('%s', (name) => {
    for (const index of each(name)) expect(kindsOf(again(goodFacts(), name, index)), `${name} ${index}`).toContain('doubled')
  })

  test('journal, of the stages that promise exactly once', () => {
    for (const index of each('journal')) {
      const isPromised = goodFacts().journal[index]?.value.stage !== 'verifier'
      expect(audit(again(goodFacts(), 'journal', index)).length > 0, `journal ${index}`).toBe(isPromised)
    }
  })

  test('a second end of a delivery', () => {
    const facts = goodFacts()
    const end = facts.journal.find(({ value }) => value.status === 'processed')!
    const second = { ...end, offset: 9_999n, value: { ...end.value, entryId: 'another', status: 'failed' } }
    expect(kindsOf({ ...facts, journal: [...facts.journal, second] })).toContain('doubled')
  })
})

describe('a record that is altered is found', () => {
  test('the bytes of a stored delivery', () => {
    for (const index of each('raw'))
      expect(audit(changed(goodFacts(), 'raw', index, (item) => ({ ...item, bodyHash: 'other' })))).not.toEqual([])
  })

  test('the words of a transcript', () => {
    for (const index of each('fetched')) {
      const facts = changed(goodFacts(), 'fetched', index, ({ value, ...rest }) => ({
        ...rest,
        value: { ...value, segments: value.segments.map((segment, at) => (at === 0 ? { ...segment, text: 'changed' } : segment)) },
      }))
      expect(kindsOf(facts)).toContain('altered')
    }
  })

  test('the words of a meeting', () => {
    const facts = changed(goodFacts(), 'merged', 0, ({ value, ...rest }) => ({
      ...rest,
      value: { ...value, segments: value.segments.map((segment) => ({ ...segment, text: `${segment.text}!` })) },
    }))
    expect(kindsOf(facts)).toContain('altered')
  })

  test('words of a meeting that its other source did not say, or that stand for others than it tells', () => {
    const index = goodFacts().merged.findIndex(({ value }) => value.sources.length === 2)
    const meeting = goodFacts().merged[index]!.value
    const [own = ''] = meeting.segments[0]!.text.split(' ')
    const other = goodFacts().fetched.find(({ value }) => value.transcriptId === meeting.sources[1]?.transcriptId)!.value
    const [heard = ''] = other.segments[0]!.text.split(' ')
    const corrected = (word: string, replaced: string) =>
      changed(goodFacts(), 'merged', index, ({ value, ...rest }) => {
        const corrections = [{ from: 0, to: word.length, transcriptId: other.transcriptId, replaced }]
        const segments = value.segments.map((segment, at) =>
          at === 0 ? { ...segment, text: word + segment.text.slice(own.length), corrections } : segment,
        )
        return { ...rest, value: { ...value, segments } }
      })
    expect(audit(corrected(heard, own))).toEqual([])
    expect(kindsOf(corrected('nobody-said-this', own))).toContain('altered')
    expect(kindsOf(corrected(heard, 'something'))).toContain('altered')
  })

  test('which transcripts a meeting is made of', () => {
    const index = goodFacts().merged.findIndex(({ value }) => value.sources.length === 2)
    const facts = changed(goodFacts(), 'merged', index, ({ value, ...rest }) => ({
      ...rest,
      value: { ...value, sources: value.sources.slice(0, 1) },
    }))
    expect(kindsOf(facts)).toContain('lost')
  })

  test('how a delivery ended', () => {
    for (const index of each('journal')) {
      const facts = changed(goodFacts(), 'journal', index, ({ value, ...rest }) => ({ ...rest, value: { ...value, status: 'retrying' } }))
      expect(audit(facts), `journal ${index}`).not.toEqual([])
    }
  })

  test('what the table says of it', () => {
    for (const index of each('rows'))
      expect(audit(changed(goodFacts(), 'rows', index, (row) => ({ ...row, status: 'verified' })))).not.toEqual([])
  })

  test('of what a duplicate is one', () => {
    const index = goodFacts().journal.findIndex(({ value }) => value.status === 'duplicate')
    const facts = changed(goodFacts(), 'journal', index, ({ value, ...rest }) => ({
      ...rest,
      value: { ...value, details: { duplicateOf: 'another' } },
    }))
    expect(audit(facts)).toMatchObject([{ kind: 'unexplained', about: 'duplicate' }])
  })

  test.each(['valueHash', 'message', 'stage'] as const)('the %s of a poisoned record’s dead letter', (field) => {
    const index = goodFacts().deadLetters.findIndex(({ stage }) => stage === 'merger')
    expect(audit(changed(goodFacts(), 'deadLetters', index, (letter) => ({ ...letter, [field]: 'other' })))).not.toEqual([])
  })
})

describe('what nobody sent is found', () => {
  test('a forged delivery that passed', () => {
    const facts = goodFacts()
    const [bodyHash] = [...facts.bodies].find(([, { eventKey }]) => eventKey === 'forged')!
    const record = { topic: 'webhooks.raw.v1', partition: 0, offset: 9_999n, webhookEventId: null, bodyHash }
    expect(audit({ ...facts, raw: [...facts.raw, record] })).toMatchObject([{ kind: 'unexplained', about: 'forged' }])
  })

  test('an authentic delivery that was refused', () => {
    const index = goodFacts().answers.findIndex(({ status }) => status === 200)
    const facts = changed(goodFacts(), 'answers', index, (answer) => ({ ...answer, status: 401 }))
    expect(audit(facts)).toMatchObject([{ kind: 'unexplained', about: 'delivery' }])
  })

  test.each(['verified', 'unique'] as const)('a record of no delivery in %s', (name) => {
    const facts = goodFacts()
    const record = { topic: name, partition: 0, offset: 9_999n, webhookEventId: 'nobody’s' }
    expect(audit({ ...facts, [name]: [...facts[name], record] })).toMatchObject([{ kind: 'unexplained', about: 'record' }])
  })

  test('bytes that cannot be decoded', () => {
    const facts = goodFacts()
    const record = { topic: 'transcripts.merged.v1', partition: 0, offset: 9_999n, valueHash: 'other' }
    expect(audit({ ...facts, undecodable: [...facts.undecodable, record] })).toMatchObject([{ kind: 'unexplained', about: 'record' }])
  })
})

test('a poisoned record that was acknowledged and is nowhere is lost', () => {
  const facts = changed(goodFacts(), 'injected', 0, (item) => ({ ...item, places: [] }))
  const [origin] = goodFacts().undecodable.map(originOf)
  expect(audit(facts)).toContainEqual(expect.objectContaining({ kind: 'lost', about: 'poison' }))
  expect(audit(facts)).toContainEqual(expect.objectContaining({ kind: 'unexplained', text: expect.stringContaining(origin!) }))
})
