import { expect, it } from 'vitest'
import { testPlatform } from '@hansard/platforms/test-platform'
import { createHealth } from '@hansard/shared/runtime/health'
import { addEndpointUrlPages } from './endpoint-url.ts'

it('tells an operator what to enter at the platform', () => {
  const health = createHealth()
  addEndpointUrlPages(health, [testPlatform], () => 'https://hooks.test')
  expect(health.operatorPage('/webhooks/testing/endpoint-url')?.()).toEqual({
    url: 'https://hooks.test/webhooks/testing/meeting-ended',
    urls: ['https://hooks.test/webhooks/testing/meeting-ended'],
    integration_url: 'https://hooks.test/webhooks/testing/i/{integrationKey}',
    supported_events: ['meeting.ended'],
    signature_headers: ['x-test-signature', 'x-test-delivery'],
  })
})
