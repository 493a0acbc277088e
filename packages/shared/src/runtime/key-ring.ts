import { readFileSync } from 'node:fs'
import { parseKeyRing, type KeyRing } from '../crypto/key-ring.ts'
import { messageOf } from '../errors.ts'
import { ConfigError } from './config.ts'

/** Where the key ring is: its text, or a file that holds it. See crypto/key-ring.ts for how it is written. */
export interface KeySettings {
  readonly HANSARD_KEYS?: string | undefined
  readonly HANSARD_KEYS_FILE?: string | undefined
}

/** The key ring of the environment. Throws ConfigError, with no key in its message, where there is none, two, or a faulty one. */
export const readKeyRing = ({ HANSARD_KEYS: text, HANSARD_KEYS_FILE: file }: KeySettings): KeyRing => {
  if (text !== undefined && file !== undefined)
    throw new ConfigError('HANSARD_KEYS and HANSARD_KEYS_FILE are both set: which key ring is meant? Leave one out.')
  const name = file === undefined ? 'HANSARD_KEYS' : 'HANSARD_KEYS_FILE'
  const read = file === undefined ? text : contents(file)
  if (read === undefined) throw new ConfigError('HANSARD_KEYS (or HANSARD_KEYS_FILE, a file that holds it) is missing.')
  try {
    return parseKeyRing(read)
  } catch (error) {
    throw new ConfigError(`${name}: ${messageOf(error)}`, { cause: error })
  }
}

const contents = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`HANSARD_KEYS_FILE cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
