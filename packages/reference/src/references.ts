import { asyncApi } from './asyncapi.ts'
import { openApi } from './openapi.ts'

const folder = new URL('../../../docs/api/', import.meta.url)

/** The documents in docs/api/ as they should be. */
export const references = (): readonly { readonly file: URL; readonly text: string }[] => [
  { file: new URL('asyncapi.json', folder), text: `${JSON.stringify(asyncApi(), null, 2)}\n` },
  { file: new URL('openapi.json', folder), text: `${JSON.stringify(openApi(), null, 2)}\n` },
]
