import { PermanentError } from '@hansard/shared/errors'
import { expect, test } from 'vitest'
import { downloadAddress } from './download-address.ts'

const hosts = ['zoom.us', '*.zoom.us', '127.0.0.1:9000', '10.0.0.7']

test.each(['https://zoom.us/rec/a', 'https://us02web.zoom.us/rec/a?x=1', 'http://127.0.0.1:9000/rec/a'])('%s may be asked', (address) => {
  expect(downloadAddress(address, hosts)).toBe(address)
})

test.each([
  ['another host', 'https://evil.example/rec/a'],
  ['a host that ends alike', 'https://evilzoom.us/rec/a'],
  ['a host that begins alike', 'https://zoom.us.evil.example/rec/a'],
  ['a name before the host', 'https://zoom.us@evil.example/rec/a'],
  ['credentials', 'https://user:pass@zoom.us/rec/a'],
  ['a user', 'https://user@zoom.us/rec/a'],
  ['another port', 'https://zoom.us:8443/rec/a'],
  ['plain http', 'http://zoom.us/rec/a'],
  ['plain http on another machine, even a listed one', 'http://10.0.0.7/rec/a'],
  ['a private address', 'https://169.254.169.254/latest/meta-data'],
  ['this machine, unlisted', 'http://127.0.0.1:5432/'],
  ['a number for an address', 'https://2130706433/'],
  ['another scheme', 'file:///etc/passwd'],
  ['no URL', 'rec/a'],
])('refuses %s without repeating it', (_, address) => {
  let thrown: unknown
  try {
    downloadAddress(address, hosts)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(PermanentError)
  expect((thrown as Error).message).not.toContain(address)
})
