import { z } from 'zod'
import { PermanentError } from '@hansard/shared/errors'
import { cutList, cutText, noteCut } from './cuts.ts'
import { sha256Hex } from './hmac.ts'
import { epochMs, instantOf } from './instants.ts'
import { limits } from './limits.ts'
import { withoutSecrets } from './scrub.ts'

/** The text by which a platform is asked for something: nothing can stand for it, so that a longer one is at fault. */
export const identityText = z.string().trim().min(1).max(limits.identity)

/** A name by which a platform knows something: text, or a whole number as some platforms send it. */
export const identifier = z.union([identityText, z.int().positive()])

/** Text without the space around it; null where it is empty or no text at all. */
export const textIn = (value: unknown): string | null => {
  const trimmed = typeof value === 'string' ? value.trim() : ''
  return trimmed === '' ? null : trimmed
}

/** Text without the space around it, of at most so many characters; `what` names it: `the title`. */
export const shortTextIn = (value: unknown, what: string, most: number): string | null => {
  const text = textIn(value)
  return text === null ? null : cutText(text, what, most)
}

/** Text of which a part would be something else (an address, a token): null where it is too long. */
export const wholeTextIn = (value: unknown, what: string, most: number): string | null => {
  const text = textIn(value)
  if (text === null || text.length <= most) return text
  noteCut(`${what} of more than ${most} characters was left out`)
  return null
}

/** Text that tells one thing from another and that nobody is asked with: its digest stands for one that is too long. */
export const identityIn = (value: unknown, what: string): string | null => {
  const text = textIn(value)
  if (text === null || text.length <= limits.identity) return text
  noteCut(`${what} has more than ${limits.identity} characters: its digest stands for it`)
  return `sha256:${sha256Hex(text)}`
}

const optional = <T>(read: (value: unknown) => T) => z.unknown().optional().transform(read)

/** What was said: as long as the document lets it be. */
export const optionalWords = optional(textIn)
/** People copy invitations into titles: passcodes leave them. */
export const optionalTitle = optional((value) => {
  const text = textIn(value)
  return text === null ? null : cutText(withoutSecrets(text), 'the title', limits.title)
})
export const optionalName = optional((value) => shortTextIn(value, 'a name', limits.name))
/** A word from a list of the platform's: a status, a format, a code. */
export const optionalCode = optional((value) => shortTextIn(value, 'a code', limits.code))
export const optionalUrl = optional((value) => wholeTextIn(value, 'an address', limits.url))
export const optionalToken = optional((value) => wholeTextIn(value, 'a token', limits.token))
export const optionalIdentity = (what: string) => optional((value) => identityIn(value, what))

/** The number; null where it is none, or not finite. */
export const numberIn = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** A number that need not be there. */
export const optionalNumber = z.unknown().optional().transform(numberIn)

/** Epoch milliseconds of an ISO date and time that need not be there. */
export const optionalInstant = optional((value) => instantOf(textIn(value)))

/** Epoch milliseconds of a time that need not be there, given as such or as ISO text. */
export const optionalMoment = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? instantOf(value.trim()) : epochMs(value)))

/**
 * What `schema` reads, or null where there is nothing or something else. What platforms leave out, most of them in most bodies, is told
 * before the schema is tried: an attempt that fails costs as much as reading ten fields.
 */
export const orNull = <S extends z.ZodType>(schema: S) =>
  schema
    .nullish()
    .transform((value) => value ?? null)
    .catch(null)

/** The list, cut at `most` elements before any is read. `what` names them in the plural: `people`. */
const shortList = <S extends z.ZodType>(item: S, what: string, most: number) =>
  orNull(z.preprocess((value) => (Array.isArray(value) ? cutList(value, what, most) : value), z.array(item)))

/** The first elements of a list that `item` reads; one that it does not fit is null. Null where there is no list. */
export const eachOrNull = <S extends z.ZodType>(item: S, what: string, most: number) => shortList(orNull(item), what, most)

/** The first elements of a list that `item` reads: one that it does not fit costs that element. Null where there is no list. */
export const readable = <S extends z.ZodType>(item: S, what: string, most: number) =>
  eachOrNull(item, what, most).transform((list) => list?.filter((element) => element !== null) ?? null)

/** An e-mail address in lower case, or null where there is none. */
export const emailIn = (value: unknown): string | null => {
  const text = wholeTextIn(value, 'an e-mail address', limits.email)
  return text?.includes('@') ? text.toLowerCase() : null
}
export const optionalEmail = optional(emailIn)

/** One sentence for a person: the first field at fault (below `within`, where the input is part of a body). Never echoes the value. */
export const faultOf = (error: z.ZodError, input: unknown, within = ''): string => {
  const path = (error.issues[0]?.path ?? []).map(String)
  if (within === '' && path.length === 0) return 'the body must be a JSON object'
  const field = [...(within === '' ? [] : [within]), ...path].join('.')
  const most = longestOf(error.issues[0])
  if (most !== undefined) return `${field} has more than ${most} characters`
  return `${field} ${isAbsent(input, path) ? 'is missing' : 'is not valid'}`
}

/** The length that a text has too much of; undefined where that is not what is wrong. */
const longestOf = (issue: z.core.$ZodIssue | undefined): number | undefined => {
  if (issue?.code === 'too_big') return issue.origin === 'string' ? Number(issue.maximum) : undefined
  return issue?.code === 'invalid_union'
    ? issue.errors
        .flat()
        .map(longestOf)
        .find((most) => most !== undefined)
    : undefined
}

/** The value as `schema` reads it. Throws a PermanentError that says what was read and which field is at fault. */
export const readAs = <S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> => {
  const read = schema.safeParse(value)
  if (!read.success) throw new PermanentError(`${what} cannot be used: ${faultOf(read.error, value)}`)
  return read.data
}

const isAbsent = (input: unknown, path: readonly string[]): boolean => {
  const value = path.reduce<unknown>(
    (of, key) => (typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[key] : undefined),
    input,
  )
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
