import { pino, type DestinationStream, type Logger } from 'pino'
import { redactFields, secretNames } from './redact-fields.ts'

export type { Logger } from 'pino'

/** JSON lines on stdout, or where told: time (ISO), level, app, msg. Known names of secrets are redacted, at the top and one level below. */
export const createLogger = (app: string, level: string, into?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { app },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // What a child logger brings to every line does not pass through the formatter.
      redact: { paths: [...secretNames], censor: '[redacted]' },
    },
    into,
  )
