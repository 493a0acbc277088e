import { pino, type Logger } from 'pino'

export type { Logger } from 'pino'

// Names under which a secret could reach a log line. Code never logs them on purpose; this is the second lock.
const secretNames = [
  'authorization',
  'password',
  'passcode',
  'secret',
  'token',
  'download_token',
  'downloadToken',
  'credentials',
  'clientSecret',
  'apiKey',
  'refreshToken',
  'accessToken',
  'sealed',
  'urlKey',
]

/** JSON lines on stdout: time (ISO), level, app, msg. Known names of secrets are redacted, at the top and one level below (deeper wildcards cost a tenth of the ingress's CPU). */
export const createLogger = (app: string, level: string): Logger =>
  pino({
    level,
    base: { app },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  })
