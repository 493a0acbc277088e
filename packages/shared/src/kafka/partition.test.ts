import { expect, test } from 'vitest'
import { kafkajs } from './kafkajs.ts'
import { partitionOf } from './partition.ts'

test('gives every key the partition that other clients give it', () => {
  const partitioner = kafkajs.Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: 12 }, (_, partitionId) => ({
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
    partitionErrorCode: 0,
  }))
  const keys = [
    '',
    'a',
    'ab',
    'abc',
    'abcd',
    'zoom:4f',
    'Réunion 🚀',
    '\u{10FFFF}',
    ...Array.from({ length: 500 }, (_, n) => `key-${n * 7919}`),
  ]
  const theirs = keys.map((key) => partitioner({ topic: 't', partitionMetadata, message: { key, value: null } }))
  expect(keys.map((key) => partitionOf(key, 12))).toEqual(theirs)
  expect(new Set(theirs).size).toBe(12)
})
