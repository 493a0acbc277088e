import { describe, expect, it } from 'vitest'
import { redactHeaders } from './redact.ts'

describe('headers in a security event', () => {
  it('keep what tells who sent them, and nothing that opens a door', () => {
    expect(
      redactHeaders(
        {
          'user-agent': 'Zoom Marketplace/1.0a',
          'x-zm-request-timestamp': '1785368934',
          'x-zm-signature': `v0=${'a'.repeat(64)}`,
          'x-hub-signature': 'b'.repeat(64),
          authorization: 'Bearer token',
          clientid: 'app-client-id',
          cookie: 'session=1',
          'x-forwarded-uri': '/webhooks/otter/i/key',
          referer: 'https://x/?key=1',
        },
        ['x-zm-signature', 'x-zm-request-timestamp', 'x-hub-signature'],
      ),
    ).toEqual({
      'user-agent': 'Zoom Marketplace/1.0a',
      'x-zm-request-timestamp': '1785368934',
      'x-zm-signature': 'v0=[67 characters]',
      'x-hub-signature': '[64 characters]',
      authorization: '[redacted]',
      clientid: '[redacted]',
      cookie: '[redacted]',
      'x-forwarded-uri': '[redacted]',
      referer: '[redacted]',
    })
  })

  it('are bounded in number and length', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x-${index}-${'n'.repeat(1_000)}`, 'v']))
    const redacted = redactHeaders({ 'user-agent': 'u'.repeat(10_000), ...many }, [])
    expect(Object.keys(redacted)).toHaveLength(50)
    expect(JSON.stringify(redacted).length).toBeLessThan(50 * 300)
  })
})
