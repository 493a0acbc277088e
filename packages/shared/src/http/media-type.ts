import { type HttpAnswer, type HttpRequest, MediaTypeError } from './http.ts'

/** `text/vtt` of `Text/VTT; charset=utf-8`; undefined where the answer has no type. */
export const mediaTypeOf = (headers: HttpAnswer['headers']): string | undefined => {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  return type === '' ? undefined : type
}

/** Throws MediaTypeError when a 2xx answer is of a type that the request does not take. */
export const checkMediaType = (
  { url, mediaTypes }: Pick<HttpRequest, 'url' | 'mediaTypes'>,
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
): void => {
  const type = mediaTypeOf(headers)
  if (mediaTypes === undefined || type === undefined || status < 200 || status > 299) return
  if (!mediaTypes.some((wanted) => isOf(type, wanted)))
    throw new MediaTypeError(`${new URL(url).host} answered with ${type.slice(0, 64)} instead of ${mediaTypes.join(' or ')}`)
}

const isOf = (type: string, wanted: string): boolean => {
  const [before = '', after] = wanted.split('*')
  return after === undefined ? type === wanted : type.length >= wanted.length && type.startsWith(before) && type.endsWith(after)
}

/** What JSON comes as: RFC 8259, and with a suffix (`application/problem+json`, `application/graphql-response+json`). */
export const jsonTypes: readonly string[] = ['application/json', 'application/*+json']
