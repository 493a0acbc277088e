/**
 * A webhook secret as it was given: typed, pasted, in a variable or in a file. What surrounds it is not of it: files and pasted lines end
 * in a line end, some begin with a byte order mark. Empty where there is nothing else. No platform makes secrets with spaces at their ends.
 */
export const secretText = (given: string): string => given.trim()
