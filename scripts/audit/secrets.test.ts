import { expect, test } from 'vitest'
import { checkSecrets } from './secrets.ts'

// Put together here, so that this file holds none.
const key =
  ['-----BEGIN RSA', 'PRIVATE KEY-----\n'].join(' ') + `${'MIIEpAIBAAKCAQEA'.repeat(20)}\n` + ['-----END RSA', 'PRIVATE KEY-----'].join(' ')
const github = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')

test.each([
  ['a private key', key],
  ['a token', `token: ${github}`],
])('finds %s and says where, not what', async (_, secret) => {
  const finding = await checkSecrets([
    { path: 'innocent.ts', content: 'export const token = 1' },
    { path: 'config.txt', content: `# settings\n${secret}` },
  ])
  expect(finding.state).toBe('failed')
  expect(finding.lines).toEqual([expect.stringMatching(/^config\.txt:2 /)])
  expect(JSON.stringify(finding)).not.toContain(secret.trim().slice(-20))
})

test('ordinary files hold none', async () => {
  expect(await checkSecrets([{ path: 'a.ts', content: "const password = read('HANSARD_KEYS')" }])).toMatchObject({ state: 'ok' })
})
