import { z } from 'zod'
import { PermanentError } from '@hansard/shared/errors'
import { epochMs, instantOf } from './instants.ts'

/** A name by which a platform knows something: text, or a whole number as some platforms send it. */
export const identifier = z.union([z.string().trim().min(1).max(256), z.int().positive()])

/** Text without the space around it; null where it is empty or no text at all. */
export const textIn = (value: unknown): string | null => {
  const trimmed = typeof value === 'string' ? value.trim() : ''
  return trimmed === '' ? null : trimmed
}

/** Text that need not be there; what is empty or no text at all counts as absent. */
export const optionalText = z.unknown().optional().transform(textIn)

/** The number; null where it is none, or not finite. */
export const numberIn = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** A number that need not be there. */
export const optionalNumber = z.unknown().optional().transform(numberIn)

/** Epoch milliseconds of an ISO date and time that need not be there. */
export const optionalInstant = optionalText.transform(instantOf)

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

/** The elements of a list that `item` reads; one that it does not fit is null. Null where there is no list. */
export const eachOrNull = <S extends z.ZodType>(item: S) => orNull(z.array(orNull(item)))

/** The elements of a list that `item` reads: one that it does not fit costs that element. Null where there is no list. */
export const readable = <S extends z.ZodType>(item: S) =>
  eachOrNull(item).transform((list) => list?.filter((element) => element !== null) ?? null)

/** An e-mail address in lower case, or null where there is none. */
export const optionalEmail = optionalText.transform((text) => (text?.includes('@') ? text.toLowerCase() : null))

/** One sentence for a person: the first field at fault (below `within`, where the input is part of a body). Never echoes the value. */
export const faultOf = (error: z.ZodError, input: unknown, within = ''): string => {
  const path = (error.issues[0]?.path ?? []).map(String)
  if (within === '' && path.length === 0) return 'the body must be a JSON object'
  const field = [...(within === '' ? [] : [within]), ...path].join('.')
  return `${field} ${isAbsent(input, path) ? 'is missing' : 'is not valid'}`
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
