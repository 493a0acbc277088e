import { expect, test } from 'vitest'
import { project, readSelection } from './selection.ts'

test('reads nested fields and skips arguments, comments and commas', () => {
  const query = `query T($id: String!) { # one
    transcript(id: $id) { id, title sentences { text } } }`
  expect(readSelection(query)).toEqual({ transcript: { id: null, title: null, sentences: { text: null } } })
  expect(readSelection('{ transcript(id: "a}b") { id } }')).toEqual({ transcript: { id: null } })
})

test('refuses braces that do not match', () => {
  expect(readSelection('{ transcript { id }')).toBeUndefined()
  expect(readSelection('transcript')).toBeUndefined()
})

test('gives what was asked for and nothing else', () => {
  const transcript = { id: 1, title: null, sentences: [{ text: 'a', index: 0 }], summary: { overview: 'o' } }
  expect(project(transcript, { id: null, sentences: { text: null } }, 'Transcript')).toEqual({ id: 1, sentences: [{ text: 'a' }] })
})

test('refuses fields that do not exist, objects without sub-fields and sub-fields of text', () => {
  const transcript = { id: 1, summary: { overview: 'o' } }
  expect(() => project(transcript, { sentence: null }, 'Transcript')).toThrow('Cannot query field "sentence" on "Transcript".')
  expect(() => project(transcript, { summary: null }, 'Transcript')).toThrow('must have a selection')
  expect(() => project(transcript, { id: { x: null } }, 'Transcript')).toThrow('must not have a selection')
})
