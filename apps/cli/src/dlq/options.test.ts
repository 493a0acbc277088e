import { InvalidArgumentError } from 'commander'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../problems.ts'
import { moment, rate, selectionOf, whoOf } from './options.ts'

describe('a moment', () => {
  test.each([
    ['2026-03-03', '2026-03-03T00:00:00.000Z'],
    ['2026-03-03 09:30', '2026-03-03T09:30:00.000Z'],
    ['2026-03-03T09:30:15Z', '2026-03-03T09:30:15.000Z'],
    ['2026-03-03T09:30:15.250+02:00', '2026-03-03T07:30:15.250Z'],
  ])('is read from %s, in UTC unless it says otherwise', (text, iso) => {
    expect(new Date(moment(text)).toISOString()).toBe(iso)
  })

  test.each(['yesterday', '', '2026-13-03', '2026-03-03 25:00', '1772530200'])('is not read from "%s"', (text) => {
    expect(() => moment(text)).toThrow(InvalidArgumentError)
  })
})

describe('a rate', () => {
  test.each([
    ['20', 20],
    ['20/s', 20],
    ['0.5/s', 0.5],
    ['30/m', 0.5],
  ])('%s is %d a second', (text, perSecond) => {
    expect(rate(text)).toBe(perSecond)
  })

  test.each(['0', '-1', 'fast', '1/h', '100000', ''])('is not read from "%s"', (text) => {
    expect(() => rate(text)).toThrow(InvalidArgumentError)
  })
})

describe('which dead letters are meant', () => {
  test('is said in one way', () => {
    expect(selectionOf({ id: 'x' }, 'ways')).toEqual({ kind: 'id', id: 'x' })
    expect(selectionOf({ fingerprint: 'x' }, 'ways')).toEqual({ kind: 'fingerprint', fingerprint: 'x' })
    expect(selectionOf({ from: 1 }, 'ways')).toEqual({ kind: 'window', from: 1, to: Infinity })
    expect(selectionOf({ to: 2 }, 'ways')).toEqual({ kind: 'window', from: -Infinity, to: 2 })
  })

  test.each([{}, { id: 'x', fingerprint: 'y' }, { fingerprint: 'y', to: 1 }])('is not said by %o', (options) => {
    expect(() => selectionOf(options, 'ways')).toThrow(UsageError)
  })
})

test('whoever is logged in decides, unless nobody can tell', () => {
  expect([whoOf({ USER: 'jo' }), whoOf({ USER: '', LOGNAME: 'kim' }), whoOf({ USERNAME: 'lee' }), whoOf({})]).toEqual([
    'jo',
    'kim',
    'lee',
    'somebody',
  ])
})
