import { describe, expect, test } from 'vitest'
import { rankOf } from './ranking.ts'

const entry = (stage: string, status: string, attempt = 1, redriven = '') => ({
  stage,
  status,
  attempt,
  details: redriven === '' ? {} : { redriven },
})

describe('the rank of a journal entry', () => {
  test('grows along a way that goes wrong and right again', () => {
    const way = [
      entry('verifier', 'retrying', 1),
      entry('verifier', 'verified', 2),
      entry('deduper', 'processing'),
      entry('transcript-processor', 'retrying', 1),
      entry('transcript-processor', 'retrying', 2),
      entry('transcript-processor', 'failed', 5),
      entry('transcript-processor', 'redriven', 0, '1'),
      entry('transcript-processor', 'retrying', 1, '1'),
      entry('transcript-processor', 'failed', 5, '1'),
      entry('transcript-processor', 'redriven', 0, '2'),
      entry('transcript-processor', 'processing', 1, '2'),
      entry('merger', 'failed', 5),
      entry('merger', 'processed', 1, '1'),
    ].map(rankOf)
    expect(way).toEqual(way.toSorted((a, b) => a - b))
    expect(new Set(way).size).toBe(way.length)
  })

  test('keeps what a stage finished over a failure of the same stage, however many attempts that took', () => {
    expect(rankOf(entry('merger', 'processed', 1))).toBeGreaterThan(rankOf(entry('merger', 'failed', 1_000_000)))
  })

  test('puts giving up over retrying in the same attempt', () => {
    expect(rankOf(entry('deduper', 'failed', 3))).toBeGreaterThan(rankOf(entry('deduper', 'retrying', 3)))
    expect(rankOf(entry('deduper', 'rejected', 3))).toBeGreaterThan(rankOf(entry('deduper', 'retrying', 3)))
  })

  test('lets a stage outside the chain say nothing over one inside it', () => {
    expect(rankOf(entry('recorder', 'failed', 1_000_000))).toBeLessThan(rankOf(entry('verifier', 'retrying', 1)))
  })

  test('never reaches the next stage, and fits an integer column', () => {
    expect(rankOf(entry('verifier', 'processed'))).toBeLessThan(rankOf(entry('deduper', 'retrying', -5)))
    expect(rankOf(entry('merger', 'processed'))).toBeLessThan(2 ** 31)
  })
})
