import { expect, test } from 'vitest'
import { MediaTypeError } from './http.ts'
import { checkMediaType, jsonTypes } from './media-type.ts'

const check =
  (type: string | undefined, status = 200) =>
  () =>
    checkMediaType(
      { url: 'https://api.example/x', mediaTypes: jsonTypes },
      { status, headers: type === undefined ? {} : { 'content-type': type } },
    )

test.each(['application/json', 'Application/JSON; charset=utf-8', 'application/graphql-response+json', undefined, ''])(
  'takes %s',
  (type) => {
    expect(check(type)).not.toThrow()
  },
)

test.each(['text/html', 'text/html; charset=application/json', 'application/jsonp', 'application/+jsonx', 'text/plain'])(
  'refuses %s',
  (type) => {
    expect(check(type)).toThrow(MediaTypeError)
  },
)

test('the type of an answer other than 2xx does not matter', () => {
  expect(check('text/html', 502)).not.toThrow()
})
