import ipaddr from 'ipaddr.js'

/** `private`: inside a network such as our own; `forbidden`: no server that anybody should ask. */
export type AddressKind = 'public' | 'private' | 'forbidden'

/**
 * What clouds tell their machines about themselves, credentials included, where the ranges do not say it already: AWS, Alibaba, Azure.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html,
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const metadata = new Set(['fd00:ec2:0:0:0:0:0:254', '100.100.100.200', '168.63.129.16'])

const privateRanges = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])
/** Global unicast, RFC 4291 and IANA: nothing outside is routed on the internet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** IPv4-compatible, which ipaddr.js takes for IPv4-mapped. */
const compatible = /^::\d+\./
/** Documentation, RFC 9637. */
const documentation = ipaddr.IPv6.parseCIDR('3fff::/20')
/** NAT64's well-known prefix, RFC 6052: how a network without IPv4 reaches it. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Where an address leads, by IANA's special-purpose registries (through ipaddr.js). IPv4 inside IPv6 (mapped, NAT64) counts as the IPv4 address;
 * tunnels that hide one (6to4, Teredo), IPv4-compatible addresses, scoped ones (`%eth0`) and what is not an address are forbidden.
 */
export const addressKind = (text: string): AddressKind => {
  if (text.includes('%') || compatible.test(text) || !ipaddr.isValid(text)) return 'forbidden'
  const parsed = ipaddr.parse(text)
  if (parsed instanceof ipaddr.IPv4) return kindOf(parsed)
  if (parsed.isIPv4MappedAddress()) return kindOf(parsed.toIPv4Address())
  if (parsed.match(nat64)) return kindOf(new ipaddr.IPv4(parsed.toByteArray().slice(12)))
  const kind = kindOf(parsed)
  return kind === 'public' && (!parsed.match(globalUnicast) || parsed.match(documentation)) ? 'forbidden' : kind
}

const kindOf = (address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind => {
  if (metadata.has(address.toString()) || metadata.has(address.toNormalizedString())) return 'forbidden'
  const range = address.range()
  if (range === 'unicast') return 'public'
  return privateRanges.has(range) ? 'private' : 'forbidden'
}
