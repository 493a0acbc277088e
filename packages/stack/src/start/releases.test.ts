import { expect, test } from 'vitest'
import { createReleases } from './releases.ts'

test('lets go in reverse order, one after the other', async () => {
  const order: string[] = []
  const releases = createReleases()
  const first = Promise.withResolvers<void>()
  releases.add(async () => order.push('stack'))
  releases.add(async () => {
    await first.promise
    order.push('apps')
  })
  const done = releases.releaseAll()
  expect(order).toEqual([])
  first.resolve()
  await done
  expect(order).toEqual(['apps', 'stack'])
})

test('one that fails does not keep the others from running, and is told at the end', async () => {
  const order: string[] = []
  const releases = createReleases()
  releases.add(async () => order.push('stack'))
  releases.add(() => Promise.reject(new Error('the app hung')))
  await expect(releases.releaseAll()).rejects.toThrow('the app hung')
  expect(order).toEqual(['stack'])
})

test('what is added while it runs is let go of too', async () => {
  const order: string[] = []
  const releases = createReleases()
  releases.add(async () => releases.add(async () => order.push('late')))
  await releases.releaseAll()
  expect(order).toEqual(['late'])
})

test('asking twice lets go once', async () => {
  let times = 0
  const releases = createReleases()
  releases.add(async () => (times += 1))
  await Promise.all([releases.releaseAll(), releases.releaseAll()])
  expect(times).toBe(1)
})
