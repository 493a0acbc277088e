import { describe, expect, test } from 'vitest'
import { createTestTerminal } from '../terminal/test-terminal.ts'
import { renderExpected } from './render-expected.ts'
import { at, expected, ids } from './test-traces.ts'

const { terminal } = createTestTerminal()
const day = 86_400
const about = ['  of zoom aDYlohsHRtCd4ii1uC2+hA==', '  announced 2026-03-03 09:30:00.120 UTC by delivery', `  ${ids.delivery}`]

describe('a transcript that a delivery announced', () => {
  test('is awaited until it is due', () => {
    expect(renderExpected(expected, terminal, at(day - 1))).toEqual([
      `Transcript ${ids.transcript} · awaited`,
      ...about,
      '  due by 2026-03-04 09:30:00.120 UTC',
    ])
  })

  test('is overdue from then on', () => {
    expect(renderExpected(expected, terminal, at(day + 11_100))).toEqual([
      `Transcript ${ids.transcript} · overdue`,
      ...about,
      '  due by 2026-03-04 09:30:00.120 UTC: 3 h 5 min ago; it is taken in if it comes',
      '  yet',
    ])
  })

  test('was late where it came after that', () => {
    expect(renderExpected({ ...expected, transcriptAt: at(day + 7_200) }, terminal, at(10 * day))).toEqual([
      `Transcript ${ids.transcript} · late`,
      ...about,
      '  due by 2026-03-04 09:30:00.120 UTC; it came 2 h later',
    ])
  })

  test('needs no word where it came in time, or where the platform has none', () => {
    expect(renderExpected({ ...expected, transcriptAt: at(day) }, terminal, at(10 * day))).toEqual([])
    expect(renderExpected({ ...expected, noneAt: at(20) }, terminal, at(10 * day))).toEqual([])
  })
})
