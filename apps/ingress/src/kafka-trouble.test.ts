import { describe, expect, it } from 'vitest'
import { UnavailableError } from '@hansard/shared/errors'
import { ended, stored, testIngresses } from './test-ingress.ts'

const start = testIngresses()

describe('Kafka', () => {
  it('is given a hundred deliveries at once in a few produce calls', async () => {
    // However busy the machine is: all that come within the time of a group go together.
    const ingress = await start({ groupMs: 200, deadlineMs: 30_000 })
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ingress.post(JSON.stringify({ event: 'meeting.ended', id: `m-${index}` }))),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
    expect(stored(ingress)).toHaveLength(100)
    expect(ingress.produced.length).toBeLessThan(50)
  })

  it('that fails means 503 with Retry-After to all whose records were in the call, and the next delivery is tried anew', async () => {
    let broken = true
    const ingress = await start({
      send: async (records, producer) => {
        if (broken) throw new UnavailableError('kafka', 'broker gone')
        await producer.send(records)
      },
    })
    const refused = await Promise.all([ingress.post(ended), ingress.post(ended)])
    expect(refused.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '5'],
      [503, '5'],
    ])
    broken = false
    expect((await ingress.post(ended)).status).toBe(200)
  })

  it('that never acknowledges means 503 within the deadline; late acknowledgements and failures harm nobody', async () => {
    const waiting: PromiseWithResolvers<void>[] = []
    const ingress = await start({
      deadlineMs: 100,
      stuckAfterMs: 0,
      send: () => {
        const late = Promise.withResolvers<void>()
        waiting.push(late)
        return late.promise
      },
    })
    const since = performance.now()
    expect((await ingress.post(ended)).status).toBe(503)
    expect(performance.now() - since).toBeLessThan(10_000)
    // Stuck: nothing more is sent after what already waits.
    expect((await ingress.post(ended)).status).toBe(503)
    expect(ingress.produced).toHaveLength(1)

    waiting[0]?.reject(new UnavailableError('kafka', 'timed out at last'))
    const late = ingress.post(ended)
    await expect.poll(() => waiting.length).toBe(2)
    waiting[1]?.resolve()
    expect((await late).status).toBe(200)
  })
})
