import type { Command } from 'commander'
import { recordsOf } from '@hansard/shared/dead-letters/read-letters'
import { abridged, revealHeaders, revealRecord } from '@hansard/shared/dead-letters/reveal'
import { scrub } from '@hansard/platforms/scrub'
import { hasKeys, keyRingOf, registryOf } from '../connections.ts'
import { deadLetters } from '../dlq/format.ts'
import { selected, withLetters } from '../dlq/read.ts'
import { renderLetter, type LetterContents } from '../dlq/render-letter.ts'
import type { Surroundings } from '../hansard.ts'

/** Of one delivery there are seldom more than a few. */
const mostShown = 20

/** `dlq show <id>`: all that is known of a dead letter, without secrets. */
export const addDlqShow = (group: Command, { env, terminal }: Surroundings): void => {
  group
    .command('show <id>')
    .summary('show a dead letter: headers and contents')
    .description('show a dead letter: why it failed, its headers, and its contents without secrets')
    .addHelpText(
      'after',
      '\nThe id is that of the webhook event, or a place: topic/partition/offset of the\nrecord’s origin or of the dead letter itself.',
    )
    .option('--json', 'for programs; nothing is cut short')
    .action((id: string, { json }: { readonly json?: true }) =>
      withLetters(env, undefined, async ({ kafka, letters }) => {
        const found = selected(letters, { kind: 'id', id })
        const shown = found.slice(-mostShown)
        const codec = await registryOf(env).codec([])
        const keyRing = hasKeys(env) ? keyRingOf(env) : undefined
        const contents = new Map<string, LetterContents>()
        const wanted = shown.map(({ letter }) => letter)
        await recordsOf(kafka, wanted, async (records) => {
          for (const { letter, record } of records) {
            const value = await revealRecord(letter.origin, record, { codec, scrub, keyRing })
            contents.set(letter.id, { headers: revealHeaders(record.headers), value })
          }
        })
        if (json) {
          const whole = shown.map(({ letter, standing }) => ({ ...letter, standing, ...contents.get(letter.id) }))
          return terminal.print(JSON.stringify(whole, undefined, 2))
        }
        if (found.length > shown.length) terminal.print(`${deadLetters(found.length - shown.length)} that failed earlier are not shown.\n`)
        const sections = shown.map((one) => renderLetter(one, shortened(contents.get(one.letter.id)), terminal))
        terminal.print(sections.map((lines) => lines.join('\n')).join('\n\n'))
      }),
    )
}

const gone: LetterContents = { headers: {}, value: { kind: 'unreadable', why: 'the topic does not hold it any more' } }

const shortened = (contents: LetterContents | undefined): LetterContents => {
  if (contents === undefined) return gone
  const { headers, value } = contents
  return { headers, value: value.kind === 'value' ? { kind: 'value', value: abridged(value.value) } : value }
}
