import pc from 'picocolors'
import { expect, test } from 'vitest'
import { widthOf } from '../terminal/text.ts'
import type { KeyUse } from './key-use.ts'
import { renderKeyUse, verdict } from './render-key-use.ts'

const use = (more: Partial<KeyUse> = {}): KeyUse => ({
  keyId: 'old',
  inRing: true,
  rows: { 'webhook secrets': 0, 'API credentials': 0 },
  records: [],
  lastSealedAt: null,
  sealers: [],
  ...more,
})
const inTopic = { topic: 'transcript-processor.dlq', keyId: 'old', count: 3, goneAt: Date.parse('2026-06-01T10:00Z') }

test.each([
  ['the one that seals', use({ keyId: 'new' }), 'keep it'],
  ['one with which a process still seals', use({ sealers: ['verifier a 1'] }), 'still seals in verifier a 1'],
  ['one that seals rows', use({ rows: { 'webhook secrets': 2 } }), 'keep it until "keys rotate"'],
  ['one that seals records', use({ records: [inTopic] }), 'keep it until 2026-06-01 10:00'],
  ['one that seals nothing', use(), 'it may be removed'],
  ['one that is lost', use({ inRing: false, records: [inTopic] }), 'cannot be opened'],
  ['one that is gone', use({ inRing: false }), 'seals nothing any more'],
])('says of %s whether it is needed', (_, key, says) => {
  expect(verdict(key, 'new')).toContain(says)
})

test('fits 80 columns', () => {
  const all = {
    processes: [{ process: 'verifier host 1', keyIds: ['new', 'old'], seenAt: new Date() }],
    keys: [use({ records: [inTopic], rows: { 'API credentials': 4 } })],
  }
  const lines = renderKeyUse(all, { currentKeyId: 'new' }, { colours: pc.createColors(false), columns: 80 })
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
  expect(lines.join('\n')).toContain('seals 3 records in transcript-processor.dlq, the last gone by 2026-06-01 10:00')
})
