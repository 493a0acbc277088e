import { z } from 'zod'
import { isAllowedHost } from './allowed-hosts.ts'

const hostPattern = /^(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?$/i

/** Hosts separated by commas: `host`, `*.domain`, `host:port`. */
export const hostList = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  )
  .pipe(z.array(z.string().regex(hostPattern, 'hosts are written host, *.domain or host:port')).min(1))

/** What requests to others may do besides https to public addresses: nothing, unless it is said here host by host. */
export const outgoingConfig = {
  /** Hosts that may be asked by plain http, for development and inside a network of one's own */
  OUTGOING_PLAIN_HTTP_HOSTS: hostList.default([]),
  /** Hosts whose addresses may be private or this machine's; link-local and metadata addresses never are */
  OUTGOING_PRIVATE_HOSTS: hostList.default([]),
}

export type OutgoingConfig = { readonly [Name in keyof typeof outgoingConfig]: z.infer<(typeof outgoingConfig)[Name]> }

/** For a schema's `superRefine`: every one of the named settings that is an address uses https, or its host is excepted. */
export const requireHttps =
  <Name extends string>(names: readonly Name[]) =>
  (
    config: Pick<OutgoingConfig, 'OUTGOING_PLAIN_HTTP_HOSTS'> & { readonly [Setting in Name]?: string | undefined },
    context: Pick<z.core.$RefinementCtx, 'addIssue'>,
  ): void => {
    for (const name of names) {
      // What is no address at all is told by the setting's own rule.
      const url = URL.parse(config[name] ?? '')
      if (url?.protocol !== 'http:' || isAllowedHost(url, config.OUTGOING_PLAIN_HTTP_HOSTS)) continue
      context.addIssue({ code: 'custom', path: [name], message: 'must use https; OUTGOING_PLAIN_HTTP_HOSTS makes exceptions' })
    }
  }
