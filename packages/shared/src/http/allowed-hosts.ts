const standardPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/**
 * Whether a URL's host is on the list. Entries are a host (`zoom.us`), every host below a domain (`*.zoom.us`), or a host
 * with its port (`127.0.0.1:9000`); entries without a port mean the scheme's own.
 */
export const isAllowedHost = (url: URL, allowed: readonly string[]): boolean =>
  allowed.some((entry) => {
    const standard = standardPorts[url.protocol] ?? ''
    const [pattern = '', port = standard] = entry.toLowerCase().split(':')
    if ((url.port || standard) !== port) return false
    return pattern.startsWith('*.') ? url.hostname.endsWith(pattern.slice(1)) : url.hostname === pattern
  })
