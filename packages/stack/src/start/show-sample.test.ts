import { stripVTControlCharacters } from 'node:util'
import type { MergedTranscript } from '@hansard/shared/contracts/contracts.generated'
import { expect, test } from 'vitest'
import { showDelivery, showJourneys, showMerged } from './show-sample.ts'

const id = '01a20985-2916-72fe-a040-6a1d205215f5'
const segment = { startMs: 0, endMs: 1_000, transcriptId: id, segmentIndex: 0, alternatives: [] }
const merged = {
  title: 'Launch checklist 🚀 – weekly',
  revision: 3,
  sources: [
    { platform: 'zoom', score: null },
    { platform: 'fireflies', score: 0.987 },
  ],
  segments: [
    { ...segment, speaker: 'Maximiliane von Hohenstein-Überlingen', text: 'word '.repeat(40), agreement: 'agreed' },
    { ...segment, startMs: 3_725_000, speaker: null, text: '👩‍👩‍👧‍👦'.repeat(90), agreement: 'disputed' },
    ...Array.from({ length: 8 }, () => ({ ...segment, speaker: 'Ann', text: 'Yes.', agreement: 'agreed' })),
  ],
} as unknown as MergedTranscript

const linesOf = (text: string): readonly string[] => stripVTControlCharacters(text).split('\n')
const widthOf = (line: string): number => [...new Intl.Segmenter().segment(line)].length

test('the merged transcript fits 80 columns, whatever was said by whom', () => {
  const lines = linesOf(showMerged({ merged, mergedAfterMs: 1_234, steps: [] }))
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80)
})

test('it shows who said what when, which sources it joins, and how much is left', () => {
  const text = linesOf(showMerged({ merged, mergedAfterMs: 1_234, steps: [] })).join('\n')
  expect(text).toContain('zoom, fireflies 0.99')
  expect(text).toContain('9 of 10 lines confirmed by another source, 1 disputed')
  expect(text).toContain('62:05 ≠ unknown')
  expect(text).toContain('… 2 more')
  expect(text).toContain('Merged 1.2 s after')
})

test('a delivery shows its answer, and its way in the order of the stages', () => {
  const answer = { status: 200, headers: {}, body: '', ms: 12.4 }
  const delivery = { platform: 'zoom', event: 'e', path: '/webhooks/zoom/recording-completed', answer, webhookEventId: id } as const
  expect(linesOf(showDelivery(delivery)).join(' ')).toMatch(/POST \/webhooks\/zoom\/recording-completed +200 accepted in 12 ms/)
  const steps = [
    { webhookEventId: id, stage: 'verifier', status: 'verified', reason: null, afterMs: 21 },
    { webhookEventId: 'another', stage: 'verifier', status: 'verified', reason: null, afterMs: 22 },
    { webhookEventId: id, stage: 'merger', status: 'processed', reason: null, afterMs: 400 },
  ]
  expect(linesOf(showJourneys([delivery], steps)).at(-1)).toBe('  zoom       verified 21 → merged 400')
})
