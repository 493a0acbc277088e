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

test('removes what opens an address that stands in a text, and leaves the text', () => {
  const agenda = 'Join <https://example.zoom.us/j/859?pwd=hush&from=a#x> or https://h.example/?a=1&access_token=hush, passcode=what?'
  expect(scrub({ agenda, list: [agenda] })).toEqual({
    agenda: agenda.replaceAll('hush,', '[removed]').replaceAll('hush', '[removed]'),
    list: [expect.not.stringContaining('hush')],
  })
})
