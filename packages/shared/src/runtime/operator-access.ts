import { createHash, timingSafeEqual } from 'node:crypto'

export type OperatorAccess = 'granted' | 'refused' | 'closed'

/**
 * Whether an `Authorization` header holds the operator token; `closed`: there is no token to know. In constant time, whatever is sent:
 * digests are compared, which always have one length.
 */
export const operatorGate = (token: string | undefined): ((authorization: string | undefined) => OperatorAccess) => {
  if (token === undefined) return () => 'closed'
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(token)
  return (authorization = '') => {
    const sent = /^bearer +(.+)$/i.exec(authorization)?.[1] ?? ''
    return timingSafeEqual(digest(sent), expected) ? 'granted' : 'refused'
  }
}

/** Whether only this machine can reach a server that listens on this address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
