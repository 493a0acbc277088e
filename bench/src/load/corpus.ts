import { otterWorkspace } from '@hansard/simulator/otter/webhooks'
import { inventMeeting } from '@hansard/simulator/meeting/invent'

/** The bodies' sizes that are measured, in bytes. */
export const sizes = { '2 KB': 2_000, '13 KB': 13_000, '100 KB': 100_000 } as const
export type SizeName = keyof typeof sizes

/** About so many bytes of transcript are spoken in a minute. */
const bytesPerMinute = 900

/**
 * Workspace webhooks of Otter, each of another meeting and exactly `bytes` long: the transcript in it is cut to fit. Real words, so that
 * compressing them costs what it costs in production.
 */
export const corpusOf = (bytes: number, count: number, seed: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => cutTo(bytes, `${seed} ${index}`, Date.UTC(2024, 0, 1) + index * 30 * 3_600_000))

const cutTo = (bytes: number, seed: string, startedAt: number): string => {
  const minutes = Math.ceil(bytes / bytesPerMinute) + 2
  const meeting = inventMeeting(seed, { startedAt, minutes, people: 3, complete: true })
  const webhook = JSON.parse(otterWorkspace(meeting, { at: startedAt }).body) as {
    data: { relationships: { transcript: { content: string } } }
  }
  const { transcript } = webhook.data.relationships
  const text = transcript.content.replaceAll(/[^\x20-\x7e\n]/g, '?')
  transcript.content = ''
  const rest = bytes - Buffer.byteLength(JSON.stringify(webhook))
  // A line's end takes two bytes as JSON: cut by what it takes, not by its length.
  let end = 0
  for (let taken = 0; end < text.length; end++) {
    taken += JSON.stringify(text[end]).length - 2
    if (taken > rest) break
  }
  transcript.content = text.slice(0, end)
  const body = JSON.stringify(webhook)
  return body + ' '.repeat(bytes - Buffer.byteLength(body))
}
