import { platformConfig } from '@hansard/platforms/platforms'
import { expect, test } from 'vitest'
import { whyNoSample } from './no-sample.ts'

const usual = { sample: true, once: false }

test('a sample is sent unless something speaks against it', () => {
  expect(whyNoSample(usual, [])).toBeUndefined()
  expect(whyNoSample({ ...usual, once: true }, [])).toBeUndefined()
})

test('one line says which setting it is, and how to send something', () => {
  for (const name of Object.keys(platformConfig)) {
    const text = whyNoSample(usual, [name])
    expect(text).toMatch(new RegExp(`^No sample meeting: ${name} is set\\. Send one: npm run send -- .+`))
    expect(text?.length).toBeLessThanOrEqual(80)
  }
})

test('several are all named, and then it takes a second line', () => {
  expect(whyNoSample(usual, ['ZOOM_API_URL', 'ZOOM_OAUTH_URL', 'TRANSCRIPT_HOSTS'])).toMatch(
    /^No sample meeting: ZOOM_API_URL, ZOOM_OAUTH_URL and TRANSCRIPT_HOSTS are set\.\nSend one: /,
  )
})

test('whoever wants none is told so, and where all ends at once not what to send', () => {
  expect(whyNoSample({ sample: false, once: false }, ['ZOOM_API_URL'])).toMatch(/^No sample meeting: not wanted\. Send one: /)
  expect(whyNoSample({ sample: false, once: true }, [])).toBe('No sample meeting: not wanted.')
})
