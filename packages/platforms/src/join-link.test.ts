import { expect, test } from 'vitest'
import { joinLink } from './join-link.ts'

test.each([
  ['https://example.zoom.us/j/85930046217?pwd=hush&from=addon#success', 'https://example.zoom.us/j/85930046217?from=addon'],
  ['https://halden.webex.example/j.php?MTID=m12&tk=hush', 'https://halden.webex.example/j.php?MTID=m12'],
  ['https://user:hush@meet.example/abc', 'https://meet.example/abc'],
  ['javascript:alert(1)', null],
  ['tel:+4712345678', null],
  ['room 4', null],
  [null, null],
])('%s becomes %s', (given, expected) => {
  expect(joinLink(given)).toBe(expected)
})
