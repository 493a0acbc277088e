import { array, assert, constantFrom, property, record, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Directory, Integration, IntegrationSecret } from '@hansard/shared/directory/directory'
import { hmacHex } from './hmac.ts'
import { recognise } from './recognise.ts'
import { testDelivery, testPlatform } from './test-platform.ts'

const secret = (value: string, more: Partial<IntegrationSecret> = {}): IntegrationSecret => ({
  id: `id-of-${value}`,
  value,
  activeFrom: 0,
  activeUntil: null,
  ...more,
})

const integration = (
  id: string,
  workspaceId: string,
  secrets: readonly IntegrationSecret[],
  more: Partial<Integration> = {},
): Integration => ({
  id,
  workspaceId,
  platform: 'testing',
  status: 'connected',
  urlKeyHash: null,
  secrets,
  ...more,
})

/** Workspaces a and b, each with its own secret; alice@a.example is a member, the rest goes by domain. */
const directoryOf = (integrations: readonly Integration[]): Directory => ({
  integrations,
  members: new Map([
    ['alice@a.example', 'a'],
    ['guest@b.example', 'a'],
  ]),
  domains: new Map([
    ['a.example', 'a'],
    ['b.example', 'b'],
  ]),
})
const two = directoryOf([integration('int-a', 'a', [secret('key-a')]), integration('int-b', 'b', [secret('key-b')])])

const ended = (...hosts: string[]) => ({ event: 'meeting.ended', hosts })

describe('on a shared route', () => {
  const onRoute = (directory: Directory, body: object, key?: string) => recognise(testPlatform, testDelivery(body, key), { directory })

  it("gives an event to its host's workspace when that workspace's own secret signed it", () => {
    expect(onRoute(two, ended('bob@b.example'), 'key-b')).toMatchObject({
      kind: 'event',
      workspaceId: 'b',
      integrationId: 'int-b',
      secretIds: ['id-of-key-b'],
    })
  })

  it('finds exact members before domains', () => {
    expect(onRoute(two, ended('guest@b.example'), 'key-a')).toMatchObject({ kind: 'event', workspaceId: 'a' })
    expect(onRoute(two, ended('bob@b.example', 'alice@a.example'), 'key-a')).toMatchObject({ kind: 'event', workspaceId: 'a' })
  })

  it("does not let the holder of one workspace's secret post into another by naming its host", () => {
    const attack = onRoute(two, ended('bob@b.example'), 'key-a')
    expect(attack).toMatchObject({ kind: 'ignored', workspaceId: 'a', integrationId: 'int-a' })
  })

  it("does not tell the holder of one workspace's secret who the hosts of others are", () => {
    const foreign = onRoute(two, ended('bob@b.example'), 'key-a')
    const unknown = onRoute(two, ended('nobody@nowhere.example'), 'key-a')
    expect(foreign).toHaveProperty('reason', 'Host not associated with any workspace')
    expect(unknown).toHaveProperty('reason', 'Host not associated with any workspace')
  })

  it('lets the host decide where one secret serves several workspaces', () => {
    const shared = directoryOf([integration('int-a', 'a', [secret('app')]), integration('int-b', 'b', [{ ...secret('app'), id: 'app-b' }])])
    expect(onRoute(shared, ended('alice@a.example'), 'app')).toMatchObject({ workspaceId: 'a', secretIds: ['id-of-app'] })
    expect(onRoute(shared, ended('bob@b.example'), 'app')).toMatchObject({ workspaceId: 'b', secretIds: ['app-b'] })
    expect(onRoute(shared, ended('nobody@nowhere.example'), 'app')).toMatchObject({ kind: 'ignored' })
    expect(onRoute(shared, ended('nobody@nowhere.example'), 'app')).not.toHaveProperty('workspaceId')
  })

  it('takes the workspace of the secret where the payload names no host, unless the secret serves several', () => {
    expect(onRoute(two, ended(), 'key-a')).toMatchObject({ kind: 'event', workspaceId: 'a', integrationId: 'int-a' })
    const shared = directoryOf([integration('int-a', 'a', [secret('app')]), integration('int-b', 'b', [{ ...secret('app'), id: 'app-b' }])])
    expect(onRoute(shared, ended(), 'app')).toMatchObject({ kind: 'ignored' })
  })

  it('takes the oldest of several integrations of one workspace that have the secret', () => {
    const twice = directoryOf([integration('first', 'a', [secret('app')]), integration('second', 'a', [{ ...secret('app'), id: 'again' }])])
    expect(onRoute(twice, ended('alice@a.example'), 'app')).toMatchObject({ integrationId: 'first', secretIds: ['id-of-app'] })
  })

  it('does not know the secrets of disabled integrations or of other platforms', () => {
    const directory = directoryOf([
      ...two.integrations,
      integration('off', 'a', [secret('off')], { status: 'disabled' }),
      integration('elsewhere', 'a', [secret('elsewhere')], { platform: 'other' }),
    ])
    expect(onRoute(directory, ended('alice@a.example'), 'off')).toMatchObject({ kind: 'forged', problem: 'signature' })
    expect(onRoute(directory, ended('alice@a.example'), 'elsewhere')).toMatchObject({ kind: 'forged' })
  })

  it('judges the validity of a secret at the moment of receipt', () => {
    const { receivedAt } = testDelivery('')
    const withSecret = (more: Partial<IntegrationSecret>) => directoryOf([integration('int-a', 'a', [secret('old', more), secret('new')])])
    const kindWith = (more: Partial<IntegrationSecret>) => onRoute(withSecret(more), ended('alice@a.example'), 'old').kind
    expect(kindWith({ activeUntil: receivedAt + 1 })).toBe('event')
    expect(kindWith({ activeUntil: receivedAt })).toBe('forged')
    expect(kindWith({ activeFrom: receivedAt })).toBe('event')
    expect(kindWith({ activeFrom: receivedAt + 1 })).toBe('forged')
  })

  it('does not take an unsigned delivery for one that came to an integration URL, whatever its flag says', () => {
    const delivery = { ...testDelivery(ended('alice@a.example')), byIntegrationUrl: true }
    expect(recognise(testPlatform, delivery, { directory: two })).toMatchObject({ kind: 'missing' })
  })

  it('trusts no platform that calls a delivery authentic without naming a secret', () => {
    const credulous = {
      ...testPlatform,
      precheck: () => undefined,
      authenticate: () => ({ kind: 'authentic', scheme: 'none', secretIds: ['made up'] }) as const,
    }
    expect(recognise(credulous, testDelivery(ended('alice@a.example')), { directory: two })).toMatchObject({ kind: 'forged' })
  })

  it('says it cannot judge, rather than that the signature is wrong, while it knows no secret', () => {
    expect(onRoute(directoryOf([]), ended('alice@a.example'), 'key-a')).toMatchObject({ kind: 'unavailable' })
    expect(onRoute(directoryOf([]), ended('alice@a.example'))).toMatchObject({ kind: 'missing' })
  })

  it('whoever signs, an event never belongs to a workspace whose secrets did not sign it', () => {
    const workspaces = ['a', 'b', 'c']
    const anyIntegration = record({ workspaceId: constantFrom(...workspaces), keys: subarray(['k1', 'k2', 'k3', 'k4']) })
    const anyHost = constantFrom('alice@a.example', 'x@a.example', 'y@b.example', 'guest@b.example', 'z@c.example', 'bad', '@', '')
    assert(
      property(array(anyIntegration), array(anyHost), constantFrom('k1', 'k2', 'k3', 'k4'), (drawn, hosts, key) => {
        const integrations = drawn.map(({ workspaceId, keys }, index) =>
          integration(
            `int-${index}`,
            workspaceId,
            keys.map((value) => ({ ...secret(value), id: `${index}/${value}` })),
          ),
        )
        const { workspaceId, integrationId } = {
          workspaceId: undefined,
          integrationId: undefined,
          ...onRoute(directoryOf(integrations), ended(...hosts), key),
        }
        const signers = integrations.filter(({ secrets }) => secrets.some(({ value }) => value === key))
        expect(workspaceId === undefined || signers.some((signer) => signer.workspaceId === workspaceId)).toBe(true)
        expect(
          integrationId === undefined || signers.some((signer) => signer.id === integrationId && signer.workspaceId === workspaceId),
        ).toBe(true)
      }),
    )
  })
})

describe("on an integration's URL", () => {
  const onUrl = (directory: Directory, integrationId: string, body: object, key?: string) =>
    recognise(testPlatform, testDelivery(body, key), { directory, integrationId })

  it("gives whatever comes to the integration's workspace, whoever the host is", () => {
    expect(onUrl(two, 'int-a', ended('bob@b.example'), 'key-a')).toMatchObject({ kind: 'event', workspaceId: 'a', integrationId: 'int-a' })
    expect(onUrl(two, 'int-a', ended('nobody@nowhere.example'))).toMatchObject({ kind: 'event', workspaceId: 'a', secretIds: [] })
  })

  it("refuses every other integration's secret", () => {
    expect(onUrl(two, 'int-a', ended('alice@a.example'), 'key-b')).toMatchObject({ kind: 'forged', problem: 'signature' })
  })

  it('vouches for nothing when the integration is unknown or of another platform', () => {
    const other = directoryOf([integration('elsewhere', 'a', [secret('key')], { platform: 'other' })])
    expect(onUrl(other, 'elsewhere', ended())).toMatchObject({ kind: 'missing' })
    expect(onUrl(other, 'gone', ended())).toMatchObject({ kind: 'missing' })
  })

  it('ignores what a disabled integration is sent, and says so', () => {
    const off = directoryOf([integration('off', 'a', [secret('key')], { status: 'disabled' })])
    expect(onUrl(off, 'off', ended(), 'key')).toMatchObject({ kind: 'ignored', reason: 'The integration is disabled', workspaceId: 'a' })
  })
})

describe('before and after authentication', () => {
  it('parses nothing that is not authentic', () => {
    const strict = {
      ...testPlatform,
      readEvent: () => {
        throw new Error('parsed too early')
      },
    }
    for (const key of [undefined, 'wrong key'])
      expect(['missing', 'forged']).toContain(recognise(strict, testDelivery(ended(), key), { directory: two }).kind)
  })

  it('calls an authentic body that cannot be read invalid, with what to fix', () => {
    expect(recognise(testPlatform, testDelivery('{', 'key-a'), { directory: two })).toEqual({
      kind: 'invalid',
      reason: 'the body is not JSON',
    })
  })

  it('answers a challenge with the very secret that signed it, and an unsigned one not at all', () => {
    const challenge = { event: 'challenge', id: 'abc' }
    expect(recognise(testPlatform, testDelivery(challenge, 'key-b'), { directory: two })).toEqual({
      kind: 'challenge',
      answer: { mac: hmacHex('key-b', 'abc') },
    })
    expect(recognise(testPlatform, testDelivery(challenge), { directory: two, integrationId: 'int-a' })).toMatchObject({ kind: 'invalid' })
  })

  it('keeps why an event type is ignored, and whose secret it came with', () => {
    expect(recognise(testPlatform, testDelivery({ event: 'meeting.started' }, 'key-a'), { directory: two })).toMatchObject({
      kind: 'ignored',
      eventType: 'meeting.started',
      reason: 'Unsupported event type: meeting.started',
      workspaceId: 'a',
      integrationId: 'int-a',
    })
  })
})
