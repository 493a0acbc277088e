import type { FetchedTranscript, Segment } from '@hansard/shared/contracts/contracts.generated'
import { uuidV5 } from '@hansard/shared/ids'
import { workspaceId } from './recogniser.ts'

const segment = (startMs: number, endMs: number, speaker: string | null, text: string): Segment => ({
  startMs,
  endMs,
  speaker,
  text,
  rawText: null,
})

/** A transcript with the given parts; ids follow from platform and external id. */
export const transcriptOf = (parts: Partial<FetchedTranscript> & Pick<FetchedTranscript, 'platform' | 'externalId'>): FetchedTranscript => {
  const transcriptId = uuidV5(workspaceId, parts.platform, parts.externalId)
  return {
    transcriptId,
    revisionId: uuidV5(transcriptId, JSON.stringify(parts)),
    workspaceId,
    integrationId: uuidV5('integration', parts.platform),
    webhookEventId: uuidV5('delivery', JSON.stringify(parts)),
    aliases: [],
    title: null,
    joinUrl: null,
    startedAt: Date.UTC(2026, 8, 14, 15),
    durationMs: null,
    participants: [],
    segments: [],
    sourceUpdatedAt: null,
    receivedAt: Date.UTC(2026, 8, 14, 16),
    notes: [],
    ...parts,
  }
}

/** One short meeting as three platforms tell it: little text, other titles, other starts, unlike names. */
export const zoom: FetchedTranscript = transcriptOf({
  platform: 'zoom',
  externalId: 'account/pT9hV2kQRfS0a==',
  aliases: ['84512007731', 'pT9hV2kQRfS0a=='],
  title: 'Réunion produit 🚀 – weekly',
  startedAt: Date.parse('2026-09-14T15:00:42Z'),
  durationMs: 2_728_000,
  participants: [{ name: null, email: 'nadia@northwind.example' }],
  segments: [
    segment(4_859, 7_410, 'Nadia Haddad', 'Okay, shall we start with the launch checklist?'),
    segment(7_900, 12_030, 'Tomás Ribeiro (he/him)', 'Yes. Two items are still open.'),
    segment(12_200, 12_600, null, 'Mm-hm.'),
    segment(13_000, 18_440, 'Nadia Haddad', 'Then let us close them: legal first.'),
  ],
})

export const fireflies: FetchedTranscript = transcriptOf({
  platform: 'fireflies',
  externalId: '01M2H8ZK7C9QW3T5R6Y8UA0SDF',
  title: 'Product weekly',
  joinUrl: 'https://example.zoom.us/j/84512007731',
  startedAt: Date.parse('2026-09-14T15:00:10Z'),
  durationMs: 2_728_000,
  participants: [
    { name: 'Nadia Haddad', email: 'nadia@northwind.example' },
    { name: null, email: 'tomas@northwind.example' },
  ],
  segments: [
    segment(32_400, 35_920, 'Nadia Haddad', 'Okay, shall we start with the launch checklist?'),
    segment(36_100, 38_000, null, 'Yes. Two items are still open.'),
  ],
})

export const otter: FetchedTranscript = transcriptOf({
  platform: 'otter',
  externalId: 'Zk3aLq81',
  title: 'Weekly product sync',
  joinUrl: 'https://example.zoom.us/j/84512007731',
  startedAt: Date.parse('2026-09-14T15:00:31Z'),
  participants: [
    { name: 'Nadia Haddad', email: 'nadia@northwind.example' },
    { name: 'Tomás Ribeiro', email: 'tomas@northwind.example' },
  ],
  segments: [
    segment(12_000, 16_000, 'Nadia Haddad', 'Okay, shall we start with the launch checklist?'),
    segment(16_000, 20_000, 'Speaker 2', 'Yes. Two items are still open. Let us close them before 10:00 tomorrow.'),
  ],
})

/** The first words only, without people or link: what an early event of the same conversation carries. */
export const otterBeginning: FetchedTranscript = transcriptOf({
  platform: 'otter',
  externalId: 'Zk3aLq81',
  title: 'Weekly product sync',
  startedAt: Date.parse('2026-09-14T15:00:31Z'),
  participants: [{ name: null, email: 'nadia@northwind.example' }],
  segments: otter.segments.slice(0, 1),
  receivedAt: otter.receivedAt - 60_000,
})
