import { InvalidArgumentError } from 'commander'

/** An option's moment, with its zone: what `2026-03-03T09:30` means depends on where it is read. */
export const moment = (text: string): Date => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || !/(?:Z|[+-]\d\d:?\d\d)$/i.test(text))
    throw new InvalidArgumentError('It is a date and time with its zone, as 2026-03-03T09:30Z.')
  return at
}
