import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { widthOf } from '../terminal/text.ts'
import { renderWhereabouts } from './render.ts'
import { at, delivery, deliveryWith, expected, ids, meeting, putOff, step } from './test-traces.ts'
import type { Whereabouts } from './where.ts'

const whereabouts: Whereabouts = {
  name: ids.delivery,
  deliveries: [delivery, deliveryWith(...Array.from({ length: 100 }, (_, index) => putOff(index, index + 1)))],
  olderDeliveries: 3,
  firsts: [{ ...delivery, id: ids.otherDelivery }],
  expected: [expected, { ...expected, transcriptAt: at(1) }],
  commands: [step(70, 'merger', 'processed', { reason: 'taken out', details: { by: 'jo' } })],
  meetings: [meeting],
}

const printed = (style: { readonly columns: number; readonly coloured: boolean }) =>
  renderWhereabouts(whereabouts, createTestTerminal(style).terminal, at(1_000_000)).split('\n')

test('everything is told in its sections, and nothing where there is nothing to tell', () => {
  const headings = printed({ columns: 100, coloured: false }).filter((line) => /^\S/.test(line))
  expect(headings).toEqual([
    '3 older deliveries are not shown; --limit shows more.',
    `Delivery ${ids.delivery} · processed`,
    `Delivery ${ids.delivery} · retrying`,
    `Delivery ${ids.otherDelivery} · processed`,
    `Transcript ${ids.transcript} · overdue`,
    'Commands',
    `Meeting ${ids.meeting} · active`,
  ])
})

test.each([80, 100])('no line is longer than %i columns, and colours change nothing but the colour', (columns) => {
  const plain = printed({ columns, coloured: false })
  for (const line of plain) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  const coloured = printed({ columns, coloured: true })
  expect(coloured).not.toEqual(plain)
  expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(plain)
})
