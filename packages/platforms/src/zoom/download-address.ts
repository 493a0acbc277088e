import { PermanentError } from '@hansard/shared/errors'
import { isAllowedHost } from '@hansard/shared/http/allowed-hosts'

const loopback = new Set(['localhost', '127.0.0.1'])

/**
 * The address a file may be downloaded from: https on a permitted host, or plain http on this very machine where the hosts name it (a
 * simulator). It came with the payload, so anything else is refused before a token could be sent there. The error does not quote it.
 */
export const downloadAddress = (text: string, hosts: readonly string[]): string => {
  if (!URL.canParse(text)) throw new PermanentError('the download address is not a URL')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw new PermanentError('the download address must not carry credentials')
  if (!isAllowedHost(url, hosts)) throw new PermanentError('the download address is on a host outside TRANSCRIPT_HOSTS')
  const plain = url.protocol === 'http:' && loopback.has(url.hostname)
  if (url.protocol !== 'https:' && !plain) throw new PermanentError('the download address must use https')
  return url.href
}
