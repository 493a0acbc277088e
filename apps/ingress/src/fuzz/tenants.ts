import { createHash } from 'node:crypto'
import { hmacHex } from '@hansard/platforms/hmac'
import type { Directory } from '@hansard/shared/directory/directory'

/** Each tenant has a workspace, a domain, and a secret for Zoom and Fireflies of its own. */
export const tenantsDirectory = (count: number): Directory => ({
  integrations: Array.from({ length: count }, (_, tenant) => tenant).flatMap((tenant) =>
    ['zoom', 'fireflies'].map((platform) => ({
      id: `${platform}-${tenant}`,
      workspaceId: `workspace-${tenant}`,
      platform,
      status: 'connected' as const,
      urlKeyHash: createHash('sha256').update(`${platform}-${tenant}`).digest('hex'),
      secrets: [{ id: `secret-${platform}-${tenant}`, value: secretOf(tenant), activeFrom: 0, activeUntil: null }],
    })),
  ),
  members: new Map(),
  domains: new Map(Array.from({ length: count }, (_, tenant) => [`tenant-${tenant}.example`, `workspace-${tenant}`])),
})

const secretOf = (tenant: number): string => `secret-token-of-tenant-${tenant}`

/** What Zoom sends of a tenant's meeting, of about so many bytes. */
export const zoomBody = (tenant: number, bytes = 3_000): Buffer => {
  const object = {
    uuid: `uuid-${tenant}==`,
    host_email: `ann@tenant-${tenant}.example`,
    topic: 'x'.repeat(Math.max(0, bytes - 200)),
    recording_files: [],
  }
  return Buffer.from(JSON.stringify({ event: 'recording.completed', payload: { account_id: `account-${tenant}`, object } }))
}

/** Signed by the tenant, now. */
export const zoomHeaders = (tenant: number, body: Buffer): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  return { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${hmacHex(secretOf(tenant), `v0:${timestamp}:`, body)}` }
}
