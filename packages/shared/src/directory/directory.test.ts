import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  activeSecrets,
  connectedIntegrations,
  integrationById,
  integrationByUrlKey,
  workspaceOf,
  type Directory,
  type Integration,
} from './directory.ts'

const integration = (id: string, more: Partial<Integration> = {}): Integration => ({
  id,
  workspaceId: 'a',
  platform: 'zoom',
  status: 'connected',
  urlKeyHash: createHash('sha256').update(`key-of-${id}`).digest('hex'),
  secrets: [],
  ...more,
})
const directory: Directory = {
  integrations: [integration('one'), integration('off', { status: 'disabled' }), integration('otter', { platform: 'otter' })],
  members: new Map([['ann@b.example', 'a']]),
  domains: new Map([
    ['a.example', 'a'],
    ['b.example', 'b'],
  ]),
}

describe('the directory', () => {
  it.each([
    [['ann@b.example'], 'a'],
    [['bob@b.example'], 'b'],
    [['bob@b.example', 'ann@b.example'], 'a'],
    [['x@sub.a.example'], undefined],
    [['a.example@evil.example'], undefined],
    [['x@evil.example@a.example'], 'a'],
    [[], undefined],
    [['', '@', 'nobody'], undefined],
  ] as const)('puts the hosts %j into workspace %s', (emails, workspace) => {
    expect(workspaceOf(directory, emails)).toBe(workspace)
  })

  it('knows an integration by the key in its URL, connected or not, for its own platform only', () => {
    expect(integrationByUrlKey(directory, 'zoom', 'key-of-one')?.id).toBe('one')
    expect(integrationByUrlKey(directory, 'zoom', 'key-of-off')?.id).toBe('off')
    expect(integrationByUrlKey(directory, 'zoom', 'key-of-otter')).toBeUndefined()
    expect(integrationByUrlKey(directory, 'zoom', '')).toBeUndefined()
    expect(integrationByUrlKey({ ...directory, integrations: [integration('one', { urlKeyHash: null })] }, 'zoom', 'null')).toBeUndefined()
  })

  it('knows an integration by its id, connected or not', () => {
    expect(['one', 'off', 'otter', 'none'].map((id) => integrationById(directory, id)?.id)).toEqual(['one', 'off', 'otter', undefined])
  })

  it('takes the first of several that are alike', () => {
    const twice = { ...directory, integrations: [integration('one', { workspaceId: 'older' }), integration('one')] }
    expect(integrationByUrlKey(twice, 'zoom', 'key-of-one')?.workspaceId).toBe('older')
    expect(integrationById(twice, 'one')?.workspaceId).toBe('older')
  })

  it('counts only connected integrations of the platform', () => {
    expect(connectedIntegrations(directory, 'zoom').map(({ id }) => id)).toEqual(['one'])
  })

  it('takes a secret from the first millisecond to before the last', () => {
    const secret = { id: 's', value: 'v', activeFrom: 10, activeUntil: 20 }
    const active = (at: number) => activeSecrets(integration('one', { secrets: [secret] }), at).length
    expect([9, 10, 19, 20].map(active)).toEqual([0, 1, 1, 0])
    expect(activeSecrets(integration('one', { secrets: [{ ...secret, activeUntil: null }] }), Number.MAX_SAFE_INTEGER)).toHaveLength(1)
  })
})
