import { expect, test } from 'vitest'
import { noValue, parseRecord } from './printed-record.ts'

const line = (value: string) => Buffer.from(`CreateTime:1800000000000\tPartition:2\tOffset:41\t${value}`, 'latin1')

test('reads what the console consumer prints, bytes escaped as Kafka does', () => {
  expect(parseRecord(line('a\\x5Cb\\x00\\xFF\\x09 c'))).toEqual({
    partition: 2,
    offset: 41n,
    timestamp: 1_800_000_000_000,
    value: Buffer.from('a\\b\0\xff\t c', 'latin1'),
  })
})

test('tells a record without a value from an empty one', () => {
  expect(parseRecord(line(noValue)).value).toBeNull()
  expect(parseRecord(line('')).value).toEqual(Buffer.alloc(0))
})

test('refuses what is no record', () => {
  expect(() => parseRecord(Buffer.from('Processed a total of 3 messages'))).toThrow(/not a printed record/)
})
