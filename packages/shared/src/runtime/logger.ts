import { pino, type DestinationStream, type Logger } from 'pino'
import { visible } from '../printable.ts'
import { redactFields, secretNames } from './redact-fields.ts'

export type { Logger } from 'pino'

/** JSON lines on stdout, or where told: time (ISO), level, app, msg. Known names of secrets are redacted, at the top and one level below. */
export const createLogger = (app: string, level: string, into?: DestinationStream): Logger => {
  const out = into ?? pino.destination({ fd: 1, sync: true })
  return pino(
    {
      level,
      base: { app },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // What a child logger brings to every line does not pass through the formatter.
      redact: { paths: [...secretNames], censor: '[redacted]' },
    },
    // pino escapes what JSON demands: C1 and what is not seen it leaves, and people read logs on terminals.
    { write: (line) => out.write(visible(line)) },
  )
}
