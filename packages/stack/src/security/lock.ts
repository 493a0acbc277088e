import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { host } from '../ports.ts'

/** Who may speak to a stack that asks for names: Kafka and Redis then speak TLS only, and know nobody but these. */
export interface Access {
  /** Passwords by user; the same for Kafka and for Redis. */
  readonly users: Readonly<Record<string, string>>
  /** The one that may do everything. */
  readonly admin: { readonly name: string; readonly password: string }
  /** Redis' ACL file, without passwords; a user that it does not name has none there. */
  readonly redisAcl: string
}

/** Access, and the files that a server needs for it. */
export interface Lock extends Access {
  /** Private key, certificate, and the two in one file; PEM. */
  readonly keyFile: string
  readonly certificateFile: string
  readonly keyStoreFile: string
}

/** Makes a certificate for this machine, its own authority, for as long as a stack lives. */
export const createLock = async (access: Access, folder: string): Promise<Lock> => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'hansard-stack' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: host },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  })
  const [keyFile, certificateFile, keyStoreFile] = ['key.pem', 'certificate.pem', 'key-store.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await Promise.all([
    writeFile(keyFile, key, { mode: 0o600 }),
    writeFile(certificateFile, cert),
    writeFile(keyStoreFile, `${key}\n${cert}`, { mode: 0o600 }),
  ])
  return { ...access, keyFile, certificateFile, keyStoreFile }
}

/** The ACL file with passwords, and with the one user that may do everything. */
export const redisUsers = ({ users, admin, redisAcl }: Access): string =>
  [
    ...redisAcl.split('\n').flatMap((line) => {
      const name = /^user (\S+)/.exec(line)?.[1]
      if (name === undefined) return []
      const password = users[name]
      return [password === undefined ? line : `${line} >${password}`]
    }),
    `user ${admin.name} on >${admin.password} ~* &* +@all`,
    '',
  ].join('\n')

/** What a client needs besides addresses: Hansard's own settings. */
export const clientSettings = (
  { certificateFile }: Pick<Lock, 'certificateFile'>,
  user: { readonly name: string; readonly password: string },
): Readonly<Record<string, string>> => ({
  KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
  KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
  KAFKA_SASL_USERNAME: user.name,
  KAFKA_SASL_PASSWORD: user.password,
  KAFKA_CA_FILE: certificateFile,
  REDIS_CA_FILE: certificateFile,
})
