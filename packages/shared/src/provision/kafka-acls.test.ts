import { expect, test } from 'vitest'
import { chainTopics } from '../topics.ts'
import { kafkaAcls } from './kafka-acls.ts'

const acls = kafkaAcls('hansard-')
const allowed = (app: string, operation: string, topic: string) =>
  acls.some(
    ({ principal, resource, name, pattern, operations }) =>
      principal === `User:hansard-${app}` &&
      resource === 'topic' &&
      (pattern === 'literal' ? topic === name : topic.startsWith(name)) &&
      operations.some((each) => each === operation),
  )
const who = (operation: string, topic: string) =>
  ['ingress', 'verifier', 'deduper', 'transcript-processor', 'merger', 'recorder', 'cli'].filter((app) => allowed(app, operation, topic))

test('of each topic of the chain one writes, and the next one reads', () => {
  expect(Object.fromEntries(chainTopics.map(({ name }) => [name, [who('write', name), who('read', name)]]))).toEqual({
    'webhooks.raw.v1': [['ingress'], ['verifier']],
    'webhooks.verified.v1': [['verifier'], ['deduper']],
    'webhooks.unique.v1': [['deduper'], ['transcript-processor']],
    'transcripts.fetched.v1': [['transcript-processor'], ['merger']],
    'transcripts.merged.v1': [['merger'], []],
    'webhooks.journal.v1': [
      ['verifier', 'deduper', 'transcript-processor', 'merger', 'recorder', 'cli'],
      ['recorder', 'cli'],
    ],
    'security.events.v1': [['ingress'], ['recorder']],
    'meetings.commands.v1': [['cli'], ['merger']],
  })
})

test('retry and dead-letter topics are their stage’s and the operators’', () => {
  expect(who('read', 'merger.retry.60s')).toEqual(['merger', 'cli'])
  expect(who('write', 'merger.dlq')).toEqual(['merger'])
  expect(who('read', 'merger.dlq')).toEqual(['cli'])
})

test('nobody may do anything with everything', () => {
  expect(acls.filter(({ name, pattern }) => name === '*' || (pattern === 'prefixed' && name.length < 7))).toEqual([])
})
