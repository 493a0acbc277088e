import { describe, expect, test } from 'vitest'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import type { Step } from './deliveries.ts'
import { renderCommands, renderDelivery, renderFirst } from './render-delivery.ts'
import { at, delivery, deliveryWith, ids, putOff, retried, step } from './test-traces.ts'

const { terminal } = createTestTerminal()
const render = (trace = delivery, now = at(600)) => renderDelivery(trace, terminal, now)
/** What is printed of the steps alone. */
const stepsOf = (steps: readonly Step[], now = at(600)) => render(deliveryWith(...steps), now).slice(4)

describe('where a delivery is', () => {
  test('is every step with its time, stage, outcome, attempt and reason', () => {
    expect(render()).toEqual([
      `Delivery ${ids.delivery} · processed`,
      '  zoom recording.transcript_completed of aDYlohsHRtCd4ii1uC2+hA==',
      '  received 2026-03-03 09:30:00.120 UTC',
      '',
      '  2026-03-03 09:30:00.120  verifier              verified',
      '  2026-03-03 09:30:01.120  deduper               processing',
      '      the first of its revision',
      '  2026-03-03 09:30:02.120  transcript-processor  retrying    attempt 1',
      '      Zoom answered 503 Service Unavailable to the download of the transcript',
      '      file that the webhook names. · again at 2026-03-03 09:31:02.120',
      '  2026-03-03 09:31:02.120  transcript-processor  processing  attempt 2',
      `      transcript ${ids.transcript}`,
      '  2026-03-03 09:31:03.120  merger                processed',
      `      joined meeting ${ids.meeting} (score 0.96: 31 min at`,
      '      the same time) · revision 2',
    ])
  })

  test('says so when the verifier’s part is not known yet', () => {
    const early = { ...delivery, platform: null, eventType: null, externalId: null, receivedAt: null, status: 'processing', steps: [] }
    expect(render(early)).toEqual([`Delivery ${ids.delivery} · processing`, '  not yet recognised'])
  })

  test('cannot be forged by what a webhook or an error says', () => {
    const forged = {
      ...delivery,
      externalId: 'x\u001b[2K\r\nDelivery forged',
      steps: [step(0, 'verifier', 'failed', { reason: 'a\u001b]0;title\u0007\nb', details: { fingerprint: 'f\u001b[2K' } })],
    }
    const lines = render(forged)
    expect(lines).toHaveLength(7)
    expect(lines.join('')).not.toMatch(/\p{Cc}/u)
  })
})

describe('what comes next', () => {
  test('is the attempt that is due', () => {
    expect(stepsOf([retried(2, 1, 'timed out', 62), retried(62, 2, 'reset', 182)], at(100))).toEqual([
      '  2026-03-03 09:30:02.120  transcript-processor  retrying    attempt 1',
      '      timed out · again at 2026-03-03 09:31:02.120',
      '  2026-03-03 09:31:02.120  transcript-processor  retrying    attempt 2',
      '      reset · attempt 3 is due at 2026-03-03 09:33:02.120',
    ])
  })

  test('is said to be missing where it was due and nothing was reported', () => {
    expect(stepsOf([retried(2, 1, 'timed out', 62)], at(100)).slice(1)).toEqual([
      '      timed out · attempt 2 was due at 2026-03-03 09:31:02.120 and is not',
      '      reported yet',
    ])
  })

  test('is another look where it was put off, which is no attempt', () => {
    expect(stepsOf([putOff(2, 62)], at(3))).toEqual([
      '  2026-03-03 09:30:02.120  transcript-processor  waiting',
      '      the meeting is still live: its transcript is not final · it is due at',
      '      2026-03-03 09:31:02.120',
    ])
  })
})

describe('being put off again and again', () => {
  test('is told once, with how often and until when', () => {
    const steps = Array.from({ length: 100 }, (_, index) => putOff(60 * index, 60 * (index + 1)))
    expect(stepsOf([...steps, step(6_000, 'transcript-processor', 'processing', { reason: '12 segments fetched' })], at(7_000))).toEqual([
      '  2026-03-03 09:30:00.120  transcript-processor  waiting     100 times',
      '      the meeting is still live: its transcript is not final · last at',
      '      2026-03-03 11:09:00.120 · looked at again at 2026-03-03 11:10:00.120',
      '  2026-03-03 11:10:00.120  transcript-processor  processing',
      '      12 segments fetched',
    ])
  })

  test('is told apart by its reasons, and from attempts', () => {
    const steps = [putOff(0, 1), putOff(1, 2, 'Fireflies has no sentences yet'), retried(2, 1, 'timed out', 3), putOff(3, 4), putOff(4, 5)]
    const heads = stepsOf(steps).filter((line) => /^ {2}\S/.test(line))
    expect(heads.map((line) => line.slice(27).replace(/ +/g, ' '))).toEqual([
      'transcript-processor waiting',
      'transcript-processor waiting',
      'transcript-processor retrying attempt 1',
      'transcript-processor waiting 2 times',
    ])
  })
})

describe('the end of a delivery', () => {
  test('that was given up says where it lies, and how to learn more', () => {
    const details = { errorClass: 'TransientError', fingerprint: '9f86d081884c7d65', deadLetter: 'transcript-processor.dlq' }
    expect(stepsOf([step(900, 'transcript-processor', 'failed', { attempt: 5, reason: 'timed out', details })])).toEqual([
      '  2026-03-03 09:45:00.120  transcript-processor  failed      attempt 5',
      '      timed out · in transcript-processor.dlq',
      '      npm run hansard -- dlq explain 9f86d081884c7d65',
    ])
  })

  test('that was given back goes on, by whom and why', () => {
    const steps = [
      step(900, 'merger', 'redriven', { attempt: 0, reason: 'the database is up again (jo)', details: { by: 'jo', redriven: '1' } }),
      step(901, 'merger', 'processed', { details: { meetingId: ids.meeting } }),
      step(902, 'merger', 'parked', { attempt: 0, reason: 'nothing can be done (jo)' }),
    ]
    expect(stepsOf(steps)).toEqual([
      '  2026-03-03 09:45:00.120  merger                redriven',
      '      the database is up again (jo)',
      '  2026-03-03 09:45:01.120  merger                processed',
      `      meeting ${ids.meeting}`,
      '  2026-03-03 09:45:02.120  merger                parked',
      '      nothing can be done (jo)',
    ])
  })

  test('without a transcript says whether one is still awaited', () => {
    const details = { transcript: 'awaited', expectedTranscriptId: ids.transcript }
    expect(stepsOf([step(2, 'transcript-processor', 'processed', { reason: 'No transcript file available', details })]).at(-1)).toBe(
      '      No transcript file available · a transcript is still awaited',
    )
  })

  test('as a duplicate, or with the words of another, names the first', () => {
    const duplicate = step(1, 'deduper', 'duplicate', {
      reason: `the same event was received as ${ids.otherDelivery} at 2026-03-03T09:29:00.000Z`,
      details: { duplicateOf: ids.otherDelivery },
    })
    expect(stepsOf([duplicate]).join(' ')).toContain(ids.otherDelivery)
    expect(stepsOf([{ ...duplicate, reason: null }]).at(-1)).toBe(`      first: ${ids.otherDelivery}`)
    const same = step(2, 'transcript-processor', 'processed', { details: { sameAs: ids.otherDelivery } })
    expect(stepsOf([same]).at(-1)).toBe(`      the same as of ${ids.otherDelivery}`)
  })
})

test('the first that a delivery is like is told with its end, and where all of its way is', () => {
  expect(renderFirst({ ...delivery, id: ids.otherDelivery }, terminal, at(600))).toEqual([
    `Delivery ${ids.otherDelivery} · processed`,
    '  zoom recording.transcript_completed of aDYlohsHRtCd4ii1uC2+hA==',
    '  received 2026-03-03 09:30:00.120 UTC',
    '  the first of its kind; all of its way:',
    `  npm run hansard -- where ${ids.otherDelivery}`,
    '',
    '  2026-03-03 09:31:03.120  merger                processed',
    `      joined meeting ${ids.meeting} (score 0.96: 31 min at`,
    '      the same time) · revision 2',
  ])
})

test('a command says what became of it', () => {
  const refused = step(5, 'merger', 'rejected', {
    reason: 'there is nothing to take it out of',
    details: { meetingId: ids.meeting, by: 'jo' },
  })
  expect(renderCommands([refused], terminal)).toEqual([
    'Commands',
    '  2026-03-03 09:30:05.120  merger                rejected',
    '      there is nothing to take it out of · meeting',
    `      ${ids.meeting}`,
  ])
})
