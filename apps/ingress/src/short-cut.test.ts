import { describe, expect, it } from 'vitest'
import { ended, testIngresses, urlKey } from './test-ingress.ts'

const start = testIngresses()

describe('a webhook', () => {
  const route = '/webhooks/testing/meeting-ended'

  it.each([
    ['as it is given to platforms', route],
    ['with a slash behind it', `${route}/`],
    ['with a query', `${route}?a=1`],
    ['in capitals', route.toUpperCase()],
    ['of an integration', `/webhooks/testing/i/${urlKey}`],
    ['of an integration, with a query', `/webhooks/testing/i/${urlKey}?a=1`],
    ['of an integration, its key encoded', `/webhooks/testing/i/%61${urlKey.slice(1)}`],
  ])('is taken at a URL %s', async (_how, path) => {
    const ingress = await start()
    expect((await ingress.post(ended, {}, path)).status).toBe(200)
  })

  it.each([
    ['a key that nobody has', '/webhooks/testing/i/nobody-has-this-key', 404],
    ['a key that cannot be decoded', '/webhooks/testing/i/%E0%A4%A', 400],
    ['no key', '/webhooks/testing/i/', 404],
    ['a route that the platform has not', '/webhooks/testing/other', 404],
    ['a platform that is not known', '/webhooks/constructor/meeting-ended', 404],
  ])('at a URL with %s is not', async (_what, path, status) => {
    const ingress = await start()
    expect((await ingress.post(ended, {}, path)).status).toBe(status)
  })
})
