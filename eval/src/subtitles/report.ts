import { percent, table } from '../report/table.ts'
import type { Prefix, SubtitleFile } from './read-folder.ts'

/** How many cues have a speaker, who was taken for one only once, and which prefixes were taken for speech: these are where to look. */
export const subtitlesReport = (files: readonly SubtitleFile[], show: boolean): string => {
  if (files.length === 0) return 'There is no .vtt and no .srt in this folder.'
  const read = files.filter(({ fault }) => fault === undefined)
  const sum = (of: (file: SubtitleFile) => number): number => read.reduce((total, file) => total + of(file), 0)
  const [cues, withSpeaker] = [sum((file) => file.cues), sum((file) => file.withSpeaker)]
  const rows = [
    ['files', String(files.length)],
    ['files that cannot be read', String(files.length - read.length)],
    ['files with a note', String(read.filter(({ notes }) => notes.length > 0).length)],
    ['cues with words', String(cues)],
    ['cues without a speaker', `${cues - withSpeaker} (${percent(cues - withSpeaker, cues)})`],
    ['of these, cues that begin with a prefix', String(sum((file) => usesOf(file.prefixes.filter(({ isName }) => !isName))))],
    ['names, over all files', String(sum((file) => file.prefixes.filter(({ isName }) => isName).length))],
    ['names that one cue alone has', String(sum((file) => file.prefixes.filter(({ isName, uses }) => isName && uses === 1).length))],
  ]
  const faults = files.flatMap(({ path, fault, notes }) =>
    [...(fault === undefined ? [] : [fault]), ...notes].map((text) => `${path}: ${text}`),
  )
  const speech = read.flatMap(({ path, prefixes }) => prefixes.filter(({ isName }) => !isName).map((prefix) => `${path}: ${shown(prefix)}`))
  const names = read.flatMap(({ path, prefixes }) => prefixes.filter(({ isName }) => isName).map((prefix) => `${path}: ${shown(prefix)}`))
  return [
    table(['what', 'count'], rows),
    ...(faults.length === 0 ? [] : ['Not read:', ...faults.map((line) => `  ${line}`)]),
    ...(speech.length === 0 ? [] : ['Taken for speech:', ...speech.map((line) => `  ${line}`)]),
    ...(show ? ['Taken for names:', ...names.map((line) => `  ${line}`)] : []),
  ].join('\n')
}

const usesOf = (prefixes: readonly Prefix[]): number => prefixes.reduce((total, { uses }) => total + uses, 0)

const shown = ({ name, uses, reason }: Prefix): string => `${JSON.stringify(name)} ${uses}×, ${reason}`
