import { describe, expect, test } from 'vitest'
import { groupLetters } from './groups.ts'
import { fingerprintsLike, isRedrivable, isSelected } from './selection.ts'
import { standingLetter } from './test-letters.ts'

describe('groups of dead letters', () => {
  test('are of one stage and cause, count what became of them, and show the newest message', () => {
    const letters = [
      standingLetter('open', { firstFailedAt: 5, lastFailedAt: 10, message: 'file 1 is gone' }),
      standingLetter('redriven', { firstFailedAt: 1, lastFailedAt: 2, message: 'file 2 is gone' }),
      standingLetter('parked', { firstFailedAt: 7, lastFailedAt: 20, message: 'file 3 is gone' }),
      standingLetter('redriving', { firstFailedAt: 8, lastFailedAt: 9 }),
      standingLetter('open', { stage: 'merger', lastFailedAt: 30, message: 'the same cause elsewhere' }),
      standingLetter('open', { fingerprint: 'other', lastFailedAt: 15 }),
    ]
    const groups = groupLetters(letters)
    expect(groups.map(({ stage, fingerprint }) => [stage, fingerprint])).toEqual([
      ['merger', '3f2a9c0d1e4b5a67'],
      ['verifier', '3f2a9c0d1e4b5a67'],
      ['verifier', 'other'],
    ])
    expect(groups[1]).toEqual({
      stage: 'verifier',
      fingerprint: '3f2a9c0d1e4b5a67',
      errorClass: 'TransientError',
      message: 'file 3 is gone',
      counts: { open: 1, redriven: 1, parked: 1, redriving: 1 },
      firstFailedAt: 1,
      lastFailedAt: 20,
    })
  })

  test('are none for no letters', () => {
    expect(groupLetters([])).toEqual([])
  })
})

describe('a selection', () => {
  const { letter } = standingLetter('open', { lastFailedAt: 100 })

  test.each([
    ['the delivery', letter.webhookEventId!],
    ['the origin', letter.origin],
    ['the place in the dead-letter topic', letter.position],
    ['the letter', letter.id],
  ])('by id means %s', (_, id) => {
    expect(isSelected({ kind: 'id', id }, letter)).toBe(true)
    expect(isSelected({ kind: 'id', id: `${id}0` }, letter)).toBe(false)
  })

  test('by time includes its beginning and not its end', () => {
    const within = (from: number, to: number) => isSelected({ kind: 'window', from, to }, letter)
    expect([within(100, 101), within(99, 100), within(101, 200), within(-Infinity, Infinity)]).toEqual([true, false, false, true])
  })

  test('by fingerprint takes a beginning that is of one only', () => {
    const letters = ['aa1', 'aa2', 'b'].map((fingerprint) => standingLetter('open', { fingerprint }))
    expect(fingerprintsLike([...letters, ...letters], 'AA')).toEqual(['aa1', 'aa2'])
    expect(fingerprintsLike(letters, 'b')).toEqual(['b'])
  })

  test.each([
    ['open', true, true],
    ['redriving', true, true],
    ['parked', false, true],
    ['redriven', false, false],
  ] as const)('%s: given back with others %s, when parked ones are asked for too %s', (state, usually, parkedToo) => {
    const { standing } = standingLetter(state)
    expect([isRedrivable(standing, false), isRedrivable(standing, true)]).toEqual([usually, parkedToo])
  })
})
