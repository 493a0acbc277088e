import { TransientError } from '../../errors.ts'
import type { Http } from '../../http/http.ts'

/** Whether somebody outside would have been asked since `forget`, and who. */
export interface AskedOutside {
  forget(): void
  asked(): string | undefined
}

/**
 * An HTTP client that asks nobody. Even reading from a platform has effects: it spends its rate limit, and renewing an
 * access token may end the one that is in use.
 */
export const createRefusingHttp = (): { readonly http: Http; readonly outside: AskedOutside } => {
  let asked: string | undefined
  return {
    http: async ({ url }) => {
      asked ??= new URL(url).host
      throw new TransientError(`a dry run asks nobody: ${asked}`)
    },
    outside: { forget: () => void (asked = undefined), asked: () => asked },
  }
}
