/** What a kind of failure means and what to do about it, in sentences for whoever is on call. */
export interface Advice {
  readonly means: string
  readonly todo: string
}

const permanent: Advice = {
  means:
    'The record itself was found to be at fault, so it was given up at the first attempt: what was asked for is gone or forbidden, or the data cannot be used.',
  todo: 'If the cause was on this side (credentials, a permission, a disabled integration, a fault in the code) remove it, then redrive. If the platform is right, park it.',
}
const transient: Advice = {
  means:
    'It failed at every attempt, each for a reason that might have passed: the platform did not answer, was overloaded, or refused for the moment.',
  todo: 'When the platform works again, redrive. One first (--id), then the rest of the fingerprint.',
}
const notYet: Advice = {
  means: 'What was asked for never came to be there in the time allowed (DEFER_HOURS), or the platform was down for all of it.',
  todo: 'Look at the platform whether it is there now; if so, redrive. If it will never be, park it.',
}
const rejected: Advice = {
  means:
    'The stage looked at what the record says and refused it: not authentic, malformed, or not for this stage. No attempt was repeated.',
  todo: 'If the refusal was a mistake (a wrong secret, a platform that changed its format) correct that, try with --dry-run, then redrive. Otherwise park it.',
}
const unexpected: Advice = {
  means: 'Something was thrown that nobody foresaw. It was retried as if it might pass, and it did not: most likely a fault in Hansard.',
  todo: 'The stage’s log has the deliveries by their webhook event ids. When a corrected version runs, try with --dry-run, then redrive.',
}
const unknown: Advice = {
  means: 'The record does not say why it is here: no stage of this version wrote it.',
  todo: 'Look at it with "dlq show" before giving it back.',
}

const byClass: Readonly<Record<string, Advice>> = {
  PermanentError: permanent,
  TransientError: transient,
  NotYetError: notYet,
  Rejected: rejected,
  unknown,
}

/** By error class, never by the message. */
export const adviceFor = (errorClass: string): Advice =>
  byClass[errorClass] ?? (errorClass.startsWith('unexpected.') ? unexpected : unknown)

const byStage: Readonly<Record<string, string>> = {
  verifier: 'The verifier reads webhooks as they arrived. Look first at the integration: "integration list".',
  deduper: 'The deduper only compares: it asks Redis and PostgreSQL, and waits while they are away.',
  'transcript-processor':
    'The transcript-processor asks the platform’s API with the integration’s credentials. A dry run asks nobody, so it can tell little here: redrive one (--id) to try.',
  merger: 'The merger joins transcripts in PostgreSQL. What it could not take in is missing from a meeting until it is redriven.',
  recorder: 'The recorder writes what "where" shows. What it could not record is done all the same, and only not seen.',
}

/** What is particular to a stage; undefined for one that is not of the chain. */
export const stageHint = (stage: string): string | undefined => byStage[stage]
