import { isIPv6 } from 'node:net'

/**
 * What is counted as one sender: an IPv4 address, or a /64 of IPv6, which one subscriber has. Undefined: this machine itself, which is no
 * stranger: who is on it needs no flood.
 */
export const addressKey = (address: string): string | undefined => {
  if (address === '::1' || address.startsWith('127.')) return undefined
  return isIPv6(address) ? network64(address) : address
}

const network64 = (address: string): string => {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? 0 : tail.split(':').length
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - after) }, () => '0')
  const all = [...groups, ...zeros, ...(tail ?? '').split(':')]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
