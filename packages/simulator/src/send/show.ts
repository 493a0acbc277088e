import { STATUS_CODES } from 'node:http'
import { oneLine } from '@hansard/shared/printable'
import type { SendResult } from '../webhook/send.ts'

/** Gives text a colour, or leaves it. */
export type Paint = (colour: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string

const COLUMNS = 80

/** Breaks at spaces, and words that are longer than a line anywhere. */
export const wrap = (text: string, columns: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(/\s+/).flatMap((part) => part.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? [])) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const fieldsOf = (body: string): [string, string][] | undefined => {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).map(([name, field]: [string, unknown]) => [
      name,
      typeof field === 'string' ? field : JSON.stringify(field),
    ])
  } catch {
    return undefined
  }
}

const showBody = (body: string, paint: Paint): string[] => {
  const fields = fieldsOf(body)?.map(([name, value]): [string, string] => [oneLine(name), oneLine(value)])
  if (fields === undefined) return wrap(oneLine(body.slice(0, 400)), COLUMNS - 2).map((line) => `  ${line}`)
  const width = Math.max(0, ...fields.map(([name]) => name.length)) + 2
  return fields.flatMap(([name, value]) =>
    wrap(value, COLUMNS - 2 - width).map((line, index) => `  ${paint('dim', (index === 0 ? name : '').padEnd(width))}${line}`),
  )
}

/** What goes out: the request line, then what it carries. */
export const showRequest = (url: string, about: readonly string[], paint: Paint): string =>
  [`${paint('bold', 'POST')} ${url}`, ...wrap(about.join(' · '), COLUMNS - 2).map((line) => `  ${paint('dim', line)}`)].join('\n')

/** What came back: status and time, the answer's fields one below the other, and how to follow the delivery from here. */
export const showAnswer = ({ status, headers, body, ms }: SendResult, paint: Paint): string => {
  const colour = status < 300 ? 'green' : status < 500 ? 'yellow' : 'red'
  const retryAfter = headers['retry-after'] === undefined ? '' : `, retry after ${headers['retry-after']} s`
  const head = `${paint(colour, `${status} ${STATUS_CODES[status] ?? ''}`.trim())} in ${Math.round(ms)} ms${retryAfter}`
  const id = fieldsOf(body)?.find(([name]) => name === 'webhook_event_id')?.[1]
  const follow = id === undefined ? [] : [paint('dim', `  follow it: npm run hansard -- where ${id}`)]
  return [head, ...showBody(body, paint), ...follow].join('\n')
}

/** `1.4 kB` */
export const showSize = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`)
