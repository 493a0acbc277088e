import { PermanentError } from '@hansard/shared/errors'
import { z } from 'zod'
import type { FetchRequest, KeptPart } from '../platform.ts'
import { cleanText } from '../json-body.ts'
import type { ZoomContent } from './content.ts'
import type { Download } from './download.ts'
import type { TranscriptPart } from './transcript.ts'

/** A transcript file that the event or the API names, and when what it holds began. */
export interface Source {
  /** The same in every event that names the file. */
  readonly id: string
  readonly url: string | null
  readonly start: number | null
  readonly end: number | null
}

/** A file and what came of asking for it. */
export interface Loaded {
  readonly source: Source
  readonly download: Download | PermanentError
}

const Kept = z.object({ vtt: z.string(), start: z.number().nullable(), end: z.number().nullable() })

/**
 * The files of the meeting: those that were loaded now and those that earlier events brought, each once, by its id. Zoom announces the
 * recordings of one meeting together or each by itself, in any order. Files that could not be had are among them, without text.
 */
export const partsOf = async (
  loaded: readonly Loaded[],
  { eventTs }: ZoomContent,
  request: Pick<FetchRequest, 'keepParts'>,
): Promise<readonly TranscriptPart[]> => {
  const found = new Map<string, KeptPart>()
  for (const { source, download } of loaded) {
    const { id, start, end } = source
    if (download instanceof PermanentError || download.kind === 'refused') continue
    const vtt = download.kind === 'file' ? cleanText(download.vtt) : ''
    found.set(id, { id, toldAt: eventTs, content: JSON.stringify({ vtt, start, end }) })
  }
  const now = [...found.values()]
  const known = now.length === 0 || request.keepParts === undefined ? now : await request.keepParts(now)
  const ids = new Set(known.map(({ id }) => id))
  const lost = loaded.flatMap(({ source: { id, start, end }, download }): readonly TranscriptPart[] => {
    if (ids.has(id)) return []
    const fault = download instanceof PermanentError ? download.message : 'Zoom refused the download'
    return [{ vtt: undefined, fault, start, end }]
  })
  const kept = known.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ content }) => Kept.parse(JSON.parse(content)))
  return [...kept, ...lost]
}

/** Files of some payloads have no id; the moment at which their recording began tells them apart, too. */
export const sourceId = ({ id, start }: { readonly id: string | null; readonly start: number | null }, index: number): string =>
  id ?? (start === null ? `file ${index + 1}` : `recorded at ${start}`)
