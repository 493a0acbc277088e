import { BlockList, isIP } from 'node:net'

const lists = new WeakMap<readonly string[], BlockList>()

/** Whether a delivery may come from the address, by an integration's list of addresses and CIDR blocks; an empty one allows all. */
export const isAllowedSource = (sources: readonly string[], address: string): boolean => {
  if (sources.length === 0) return true
  const family = isIP(address)
  return family !== 0 && listOf(sources).check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Made once per list: a directory's pictures are immutable. */
const listOf = (sources: readonly string[]): BlockList => {
  const known = lists.get(sources)
  if (known !== undefined) return known
  const list = new BlockList()
  for (const source of sources) {
    const [address = '', prefix] = source.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  lists.set(sources, list)
  return list
}
