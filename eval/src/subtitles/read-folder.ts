import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeLabels, nobodyKnown, prefixOf } from '@hansard/platforms/subtitles/speaker-labels'
import { readSubtitles } from '@hansard/platforms/subtitles/subtitles'

/** A text before a colon, and what it was taken for. */
export interface Prefix {
  readonly name: string
  readonly uses: number
  readonly isName: boolean
  readonly reason: string
}

/** How one file was read. */
export interface SubtitleFile {
  readonly path: string
  /** Why it cannot be read at all. */
  readonly fault: string | undefined
  readonly notes: readonly string[]
  /** With words. */
  readonly cues: number
  readonly withSpeaker: number
  readonly prefixes: readonly Prefix[]
}

/** Reads every .vtt and .srt below a folder, in order of their paths. */
export const readFolder = async (folder: string): Promise<readonly SubtitleFile[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:vtt|srt)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const files: SubtitleFile[] = []
  for (const path of paths.toSorted()) files.push(readFileOf(path.slice(folder.length).replace(/^\//, ''), await readFile(path, 'utf8')))
  return files
}

const readFileOf = (path: string, text: string): SubtitleFile => {
  const read = readSubtitles(text, /\.srt$/i.test(path) ? 'srt' : 'vtt')
  if (read.kind === 'rubbish') return { path, fault: read.reason, notes: [], cues: 0, withSpeaker: 0, prefixes: [] }
  const judge = judgeLabels(read.lines, nobodyKnown)
  const uses = new Map<string, number>()
  let withSpeaker = 0
  for (const { voice, text: said } of read.lines) {
    const prefix = voice === null ? prefixOf(said) : undefined
    if (prefix !== undefined) uses.set(prefix.name, (uses.get(prefix.name) ?? 0) + 1)
    if (voice !== null || (prefix !== undefined && judge(prefix.name).isName)) withSpeaker++
  }
  const prefixes = [...uses].map(([name, count]) => ({ name, uses: count, ...judge(name) }))
  return { path, fault: undefined, notes: read.notes.map((note) => note.text), cues: read.lines.length, withSpeaker, prefixes }
}
