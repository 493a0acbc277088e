import { describe, expect, test } from 'vitest'
import { createDeadLetterLimiter } from './limiter.ts'

const limiter = () => createDeadLetterLimiter({ window: 10, minimum: 3, share: 0.5 })

describe('of records that nobody is known to own', () => {
  test('admits a handful, whatever their share', () => {
    const it = limiter()
    expect([1, 2, 3, 4].map(() => it.judge(undefined))).toEqual(['admitted', 'admitted', 'admitted', 'halted'])
  })

  test('admits dead letters among enough good records', () => {
    const it = limiter()
    for (let n = 0; n < 50; n++) {
      it.ended(undefined)
      it.ended(undefined)
      expect(it.judge(undefined)).toBe('admitted')
    }
  })

  test('admits again once most recent records ended well', () => {
    const it = limiter()
    while (it.judge(undefined) === 'admitted');
    expect(it.judge(undefined)).toBe('halted')
    for (let n = 0; n < 5; n++) it.ended(undefined)
    expect(it.judge(undefined)).toBe('admitted')
  })
})

describe('of integrations', () => {
  test('one that fails is shed, and halts nobody', () => {
    const it = limiter()
    const verdicts = Array.from({ length: 60 }, () => it.judge('bad'))
    expect(verdicts.slice(0, 3)).toEqual(['admitted', 'admitted', 'admitted'])
    expect(new Set(verdicts.slice(3))).toEqual(new Set(['shed']))
    expect(it.shed()).toBe(1)
    expect(it.judge('other')).toBe('admitted')
  })

  test('a few bad records of others beside one that fails halt nobody', () => {
    const it = limiter()
    for (let n = 0; n < 20; n++) it.judge('bad')
    expect([it.judge('a'), it.judge('b'), it.judge('a')]).toEqual(['admitted', 'admitted', 'admitted'])
  })

  test('where several fail, the stage is at fault: it halts', () => {
    const it = limiter()
    const verdicts = Array.from({ length: 10 }, (_, n) => it.judge(`tenant ${n % 5}`))
    expect(verdicts).toContain('halted')
    expect(verdicts.filter((verdict) => verdict === 'admitted').length).toBeLessThanOrEqual(5)
  })

  test('however many fail, nobody halts as long as another’s records end well', () => {
    const it = limiter()
    const verdicts = Array.from({ length: 200 }, (_, n) => {
      if (n % 5 === 0) it.ended('good')
      return it.judge(`bad ${n % 7}`)
    })
    expect(verdicts).not.toContain('halted')
  })

  test('one that ends well again is no longer shed', () => {
    const it = limiter()
    while (it.judge('bad') === 'admitted');
    for (let n = 0; n < 5; n++) it.ended('bad')
    expect(it.shed()).toBe(0)
    expect(it.judge('bad')).toBe('admitted')
  })

  test('remembers those heard of last, however many there are', () => {
    const it = limiter()
    while (it.judge('first') === 'admitted');
    for (let n = 0; n < 3_000; n++) it.ended(`tenant ${n}`)
    expect(it.shed()).toBe(0)
  })
})
