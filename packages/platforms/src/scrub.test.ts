import { expect, test } from 'vitest'
import { scrub } from './scrub.ts'

test('removes what a key calls a secret or an address, at any depth, and keeps the rest', () => {
  const payload = {
    download_token: 'hush',
    clientid: 'hush',
    Authorization: 'hush',
    object: { topic: 'Tokens of appreciation', password: 'hush', files: [{ id: 1, play_url: 'hush', status: null }], meeting_link: 'hush' },
    apiKey: ['hush'],
    share_url: null,
  }
  expect(scrub(payload)).toEqual({
    download_token: '[removed]',
    clientid: '[removed]',
    Authorization: '[removed]',
    object: {
      topic: 'Tokens of appreciation',
      password: '[removed]',
      files: [{ id: 1, play_url: '[removed]', status: null }],
      meeting_link: '[removed]',
    },
    apiKey: '[removed]',
    share_url: null,
  })
  expect(JSON.stringify(payload)).toContain('hush')
})
